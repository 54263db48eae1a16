package org.sdvgen.objectives;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.objective.TrainingModel;

/**
 * A clip is predicted from its caption alone, as a base model is pretrained. With one frame per
 * sample it trains on pictures: random frames of the videos.
 */
final class TextToVideoObjective extends ReferenceObjective {
  private final TextToVideoSettings settings;

  TextToVideoObjective(TextToVideoSettings settings) {
    super(settings.targetSampling());
    this.settings = settings;
  }

  @Override
  public Class<? extends Sample> sampleType() {
    return CaptionedVideo.class;
  }

  @Override
  public Set<ReferenceMode> references() {
    return Set.of();
  }

  @Override
  public boolean usesClips() {
    return true;
  }

  @Override
  public void check(Sample sample, TrackShape shape) {
    ClipStart.requireLength((CaptionedVideo) sample, shape);
  }

  @Override
  public Optional<String> prompt(Sample sample, BackboneSpec backbone) {
    return Optional.of(((CaptionedVideo) sample).caption());
  }

  @Override
  public Example load(Sample sample, LoadContext context) {
    CaptionedVideo captioned = (CaptionedVideo) sample;
    boolean dropped = context.draws().uniform(DrawPurposes.CAPTION_DROP) < settings.captionDrop();
    return new Example(
        captioned.id(),
        context.draws().sample(),
        dropped ? "" : captioned.caption(),
        Map.of(TARGET, settings.clipStart().read(captioned.video(), context)));
  }

  @Override
  double timestepQuantile(double uniform) {
    return Math.pow(uniform, settings.timestepPower());
  }

  @Override
  List<Reference> references(MicroBatch batch, TrainingModel model, NDManager scope) {
    return List.of();
  }
}
