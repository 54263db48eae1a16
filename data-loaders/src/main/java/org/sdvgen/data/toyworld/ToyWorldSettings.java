package org.sdvgen.data.toyworld;

import java.util.List;
import org.sdvgen.api.config.Setting;

/**
 * Settings of {@code toy-world}.
 *
 * @param samples pairs, clips or subject videos
 * @param clips subjects of clips
 * @param split set of subjects
 * @param classes classes of the subjects; none means all of {@link ToyShape#SUBJECTS}
 * @param subjects number of different subjects
 * @param size number of samples
 * @param seed the world's seed
 * @param markedCaptions share of clips whose caption has {@code <cls>} before the subject
 */
public record ToyWorldSettings(
    @Setting(
            doc =
                "pairs (of pictures of a subject), clips (with captions) or subject_videos (to"
                    + " evaluate with)")
        ToySamples samples,
    @Setting(
            doc =
                "Whom clips show: other_subjects (objects that say nothing of the pairs' subjects),"
                    + " same_subjects, or all (subjects, and one time in four objects)",
            defaultValue = "other_subjects")
        ToyClips clips,
    @Setting(
            doc = "training or unseen: two sets of subjects that do not meet",
            defaultValue = "training")
        ToySplit split,
    @Setting(
            doc = "Classes of the subjects: ball, square, tent, ring, cross; empty: all of them",
            defaultValue = "")
        List<ToyShape> classes,
    @Setting(doc = "Number of different subjects, at least 1", defaultValue = "4000") long subjects,
    @Setting(doc = "Number of samples before they repeat, at least 1", defaultValue = "1000000")
        long size,
    @Setting(doc = "The world's seed; another one gives other subjects", defaultValue = "0")
        long seed,
    @Setting(
            doc = "Share of the clips whose caption has <cls> before the subject, for base models",
            defaultValue = "0")
        double markedCaptions) {
  /** Checks the ranges. */
  public ToyWorldSettings {
    classes = classes.isEmpty() ? ToyShape.SUBJECTS : List.copyOf(classes);
    for (ToyShape shape : classes) {
      if (!ToyShape.SUBJECTS.contains(shape)) {
        throw new IllegalArgumentException(
            "classes must be some of %s, not %s"
                .formatted(ToyShape.SUBJECTS.stream().map(ToyShape::word).toList(), shape.word()));
      }
    }
    if (subjects < 1) {
      throw new IllegalArgumentException("subjects must be at least 1, not " + subjects);
    }
    if (!(markedCaptions >= 0 && markedCaptions <= 1)) {
      throw new IllegalArgumentException(
          "marked_captions must lie in [0, 1], not " + markedCaptions);
    }
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, not " + size);
    }
  }
}
