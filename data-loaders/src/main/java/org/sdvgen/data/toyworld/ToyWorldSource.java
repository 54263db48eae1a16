package org.sdvgen.data.toyworld;

import java.util.Objects;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;

/**
 * The data source {@code toy-world}: scenes are drawn when their pixels are asked for. A clip shows
 * the whole motion, however many frames are asked for and at whatever rate.
 */
public final class ToyWorldSource implements DataSource {
  private final ToyWorldConfig config;
  private final ToyWorld world;

  /**
   * Opens the world.
   *
   * @param config its settings
   */
  public ToyWorldSource(ToyWorldConfig config) {
    this.config = config;
    this.world = new ToyWorld(config.seed(), config.split(), config.subjects());
  }

  @Override
  public Class<? extends Sample> sampleType() {
    return config.samples() == ToySamples.PAIRS ? SubjectPair.class : CaptionedVideo.class;
  }

  @Override
  public long size() {
    return config.size();
  }

  @Override
  public Sample sample(long index) {
    Objects.checkIndex(index, config.size());
    return config.samples() == ToySamples.PAIRS ? pair(index) : clip(index);
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
    ToyClip clip = world.clip(index, config.clips());
    return new CaptionedVideo(
        "toy-world clip " + index,
        request -> ToyRenderer.draw(clip.scene(), request.view(), request.frames()),
        clip.caption());
  }
}
