package org.sdvgen.data.toyworld;

import java.util.List;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/**
 * The scenes of the toy world, each a pure function of (seed, index), without end. Subjects of
 * training and evaluation come from index ranges that do not meet.
 *
 * @param seed the world's seed
 * @param split set of subjects
 * @param subjects number of subjects in this split
 * @param classes classes of the subjects, at least one
 */
public record ToyWorld(long seed, ToySplit split, long subjects, List<ToyShape> classes) {
  // Lengths in units of the picture's shorter side. Large subjects, because a tiny model
  // does not learn shapes that are a few pixels wide at 48x48.
  private static final double LEAST_RADIUS = 0.24;
  private static final double MOST_RADIUS = 0.30;
  private static final double TRAVEL = 0.32;

  /** Largest distance from the centre of a subject that does not move. */
  private static final double ROAM = 0.16;

  /** Largest distance of a path from the centre, sideways. */
  private static final double ACROSS = 0.11;

  /**
   * Largest distance of a path's middle from the centre, along the path, which stays in the
   * picture.
   */
  private static final double ALONG = 0.02;

  /** Range of the background's offset. */
  private static final double GROUND = 50;

  /** Number of strangers for an index. */
  static final int STRANGERS = 64;

  /** Above the subjects of every split. */
  private static final long FIRST_STRANGER = 1L << 50;

  /** Largest rotation of a subject to either side, radians. */
  public static final double MOST_TURN = Math.toRadians(15);

  /** Share of clips of {@link ToyClips#ALL} that show an everyday object. */
  private static final double EVERYDAY_SHARE = 0.25;

  private static final int DRAWS = 7;
  private static final List<ToyMotion> MOTIONS = List.of(ToyMotion.values());
  private static final List<ToyBackground> BACKGROUNDS = List.of(ToyBackground.values());

  /** Checks the ranges. */
  public ToyWorld {
    if (subjects < 1) {
      throw new IllegalArgumentException("subjects must be at least 1, not " + subjects);
    }
    classes = List.copyOf(classes);
  }

  /**
   * A world whose subjects are of all classes.
   *
   * @param seed the world's seed
   * @param split set of subjects
   * @param subjects number of subjects in this split
   */
  public ToyWorld(long seed, ToySplit split, long subjects) {
    this(seed, split, subjects, ToyShape.SUBJECTS);
  }

  /**
   * The subject that pair and clip {@code index} show.
   *
   * @param index any index from 0 on
   * @return the subject
   */
  public ToySubject subject(long index) {
    return ToySubject.of(classes, seed, split.firstSubject() + index % subjects);
  }

  /**
   * A pair: two pictures of one subject that differ in scene, size, place and pose.
   *
   * @param index any index from 0 on
   * @return the scenes and the words for the second
   */
  public ToyPair pair(long index) {
    double[] u = uniforms(index, "pair");
    int first = (int) (u[0] * BACKGROUNDS.size());
    int further = 1 + (int) (u[1] * (BACKGROUNDS.size() - 1));
    ToyBackground there = BACKGROUNDS.get((first + further) % BACKGROUNDS.size());
    ToyScene source =
        scene(subject(index), BACKGROUNDS.get(first), ToyMotion.STILL, uniforms(index, "source"));
    ToyScene target = scene(subject(index), there, ToyMotion.STILL, uniforms(index, "target"));
    return new ToyPair(source, target, ToyCaptions.picture(target, u[2]));
  }

  /**
   * A clip.
   *
   * @param index any index from 0 on
   * @param kind subjects of the clip
   * @return the scene and its words
   */
  public ToyClip clip(long index, ToyClips kind) {
    double[] u = uniforms(index, "clip");
    boolean everyday =
        switch (kind) {
          case SAME_SUBJECTS -> false;
          case OTHER_SUBJECTS -> true;
          case ALL -> u[3] < EVERYDAY_SHARE;
        };
    ToySubject subject =
        everyday ? ToySubject.everydayObject(seed, split.firstSubject() + index) : subject(index);
    ToyScene scene =
        scene(
            subject,
            ToySubject.pick(BACKGROUNDS, u[0]),
            ToySubject.pick(MOTIONS, u[1]),
            uniforms(index, "place"));
    return new ToyClip(scene, ToyCaptions.clip(scene, u[2]));
  }

  /**
   * A subject video: a picture of a subject, and a clip of it that differs in scene, size, place
   * and pose.
   *
   * @param index any index from 0 on
   * @return the sample
   */
  public ToySubjectVideo subjectVideo(long index) {
    double[] u = uniforms(index, "subject-video");
    int first = (int) (u[0] * BACKGROUNDS.size());
    int further = 1 + (int) (u[1] * (BACKGROUNDS.size() - 1));
    ToyBackground there = BACKGROUNDS.get((first + further) % BACKGROUNDS.size());
    ToyScene shown =
        scene(
            subject(index),
            BACKGROUNDS.get(first),
            ToyMotion.STILL,
            uniforms(index, "video-reference"));
    ToyScene asked =
        scene(
            subject(index), there, ToySubject.pick(MOTIONS, u[2]), uniforms(index, "video-target"));
    return new ToySubjectVideo(this, index, shown, asked, ToyCaptions.clip(asked, u[3]));
  }

  /**
   * A scene of a moving stranger that has nothing to do with any sample but for being drawn in the
   * same way.
   *
   * @param index any index from 0 on
   * @return the scene
   */
  ToyScene strangerScene(long index) {
    double[] u = uniforms(index, "stranger-scene");
    return scene(
        stranger(index, 0),
        ToySubject.pick(BACKGROUNDS, u[0]),
        ToySubject.pick(MOTIONS, u[1]),
        uniforms(index, "stranger-place"));
  }

  /**
   * A subject that is in no split.
   *
   * @param index any index from 0 to 2^39
   * @param which number of the stranger of this index, 0 to {@link #STRANGERS} - 1
   */
  ToySubject stranger(long index, int which) {
    return ToySubject.of(classes, seed, FIRST_STRANGER + index * STRANGERS + which);
  }

  private ToyScene scene(
      ToySubject subject, ToyBackground background, ToyMotion motion, double[] u) {
    double roamX = roam(motion, motion.directionX());
    double roamY = roam(motion, motion.directionY());
    return new ToyScene(
        subject,
        background,
        motion,
        LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * u[0],
        MOST_TURN * (2 * u[1] - 1),
        u[2] < 0.5,
        roamX * (2 * u[3] - 1),
        roamY * (2 * u[4] - 1),
        TRAVEL,
        GROUND * u[5],
        GROUND * u[6]);
  }

  /** Returns how far from the picture's centre the middle of the way may lie in one direction. */
  private static double roam(ToyMotion motion, int direction) {
    if (motion == ToyMotion.STILL) {
      return ROAM;
    }
    return direction == 0 ? ACROSS : ALONG;
  }

  private double[] uniforms(long index, String purpose) {
    String key = "toy-world/" + split + "/" + purpose;
    return Draws.seeded().uniforms(new DrawKey(seed, 0, index, key), DRAWS);
  }
}
