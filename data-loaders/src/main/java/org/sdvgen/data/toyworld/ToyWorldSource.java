package org.sdvgen.data.toyworld;

import java.util.Objects;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.objective.SubjectPrompt;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/**
 * The data source {@code toy-world}: scenes are drawn on demand. A clip shows the whole motion, for
 * any number of frames and any rate.
 */
public final class ToyWorldSource implements DataSource {
  /** The paper's word before a subject. */
  private static final String SUBJECT_TOKEN = "<cls>";

  private final ToyWorldSettings settings;
  private final ToyWorld world;

  /**
   * Opens the world.
   *
   * @param settings its settings
   */
  public ToyWorldSource(ToyWorldSettings settings) {
    this.settings = settings;
    this.world =
        new ToyWorld(settings.seed(), settings.split(), settings.subjects(), settings.classes());
  }

  @Override
  public Class<? extends Sample> sampleType() {
    return switch (settings.samples()) {
      case PAIRS -> SubjectPair.class;
      case CLIPS -> CaptionedVideo.class;
      case SUBJECT_VIDEOS -> ToySubjectVideo.class;
    };
  }

  @Override
  public long size() {
    return settings.size();
  }

  @Override
  public Sample sample(long index) {
    Objects.checkIndex(index, settings.size());
    return switch (settings.samples()) {
      case PAIRS -> pair(index);
      case CLIPS -> clip(index);
      case SUBJECT_VIDEOS -> world.subjectVideo(index);
    };
  }

  private SubjectPair pair(long index) {
    ToyPair pair = world.pair(index);
    return new SubjectPair(
        "toy-world pair " + index,
        view -> ToyRenderer.draw(pair.source(), view, 1),
        view -> ToyRenderer.draw(pair.target(), view, 1),
        pair.prompt(),
        pair.target().subject().shape().word());
  }

  private CaptionedVideo clip(long index) {
    ToyClip clip = world.clip(index, settings.clips());
    return new CaptionedVideo(
        "toy-world clip " + index,
        request -> ToyRenderer.draw(clip.scene(), request.view(), request.frames()),
        isMarked(index) ? marked(clip) : clip.caption());
  }

  private boolean isMarked(long index) {
    DrawKey key = new DrawKey(settings.seed(), 0, index, "toy-world/marked");
    return Draws.seeded().uniforms(key, 1)[0] < settings.markedCaptions();
  }

  private static String marked(ToyClip clip) {
    return SubjectPrompt.mark(clip.caption(), clip.scene().subject().shape().word(), SUBJECT_TOKEN);
  }
}
