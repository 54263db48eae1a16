package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.objective.TrainingModel;

/**
 * Motion from arbitrary captioned videos (paper, L_vid): a clip is predicted from its caption and
 * one of its own frames. So that the model does not learn to copy a first frame, the frame is drawn
 * from the whole clip and a random part of its tokens is dropped. Captions carry no subject token.
 */
final class MotionObjective extends ReferenceObjective {
  private final MotionSettings settings;

  MotionObjective(MotionSettings settings) {
    super(settings.targetSampling());
    this.settings = settings;
  }

  @Override
  public Class<? extends Sample> sampleType() {
    return CaptionedVideo.class;
  }

  @Override
  public Set<ReferenceMode> references() {
    return settings.tokenDrop() == 1 ? Set.of() : Set.of(ReferenceMode.TOKENS);
  }

  @Override
  public boolean usesClips() {
    return true;
  }

  /** Whole references are dropped by chance only where tokens are dropped together. */
  @Override
  public Objective withoutReferenceDrop() {
    return settings.tokenDropSampling() == TokenDropSampling.WHOLE && settings.tokenDrop() < 1
        ? new MotionObjective(settings.withoutTokenDrop())
        : this;
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
    return new Example(
        captioned.id(),
        context.draws().sample(),
        captioned.caption(),
        Map.of(TARGET, settings.clipStart().read(captioned.video(), context)));
  }

  @Override
  List<Reference> references(MicroBatch batch, TrainingModel model, NDManager scope) {
    if (settings.tokenDrop() == 1) {
      return List.of();
    }
    LatentDistribution posterior = model.encode(PixelClip.stack(referenceFrames(batch), scope));
    NDArray latents =
        settings
            .referenceSampling()
            .take(posterior, batch, DrawPurposes.REFERENCE_POSTERIOR, scope);
    int tokens = referenceTokens(latents, model);
    List<boolean[]> rows =
        batch.sampleDraws().stream()
            .map(sample -> sample.uniforms(DrawPurposes.TOKEN_DROP, tokens))
            .map(uniforms -> settings.tokenDropSampling().keep(uniforms, settings.tokenDrop()))
            .toList();
    return new KeepMask(rows).references(latents);
  }

  private List<PixelClip> referenceFrames(MicroBatch batch) {
    double[] uniforms = batch.uniforms(DrawPurposes.REFERENCE_FRAME);
    List<PixelClip> frames = new ArrayList<>();
    for (int i = 0; i < uniforms.length; i++) {
      PixelClip clip = batch.examples().get(i).clip(TARGET);
      int stride = settings.referenceFrameStride();
      int choices = (clip.frames() + stride - 1) / stride;
      int choice = (int) (uniforms[i] * choices);
      frames.add(clip.frame(choice * stride));
    }
    return frames;
  }
}
