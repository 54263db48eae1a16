package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.View;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.RegressionObjective;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.objective.TrainingModel;

/** Text to video on captioned videos, without a reference: the shortest objective there can be. */
public final class FakeObjective extends RegressionObjective {
  private static final String CLIP = "clip";

  /** An objective without settings. */
  public FakeObjective() {}

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
  public Optional<String> prompt(Sample sample, BackboneSpec backbone) {
    return Optional.of(((CaptionedVideo) sample).caption());
  }

  @Override
  public Example load(Sample sample, LoadContext context) {
    CaptionedVideo video = (CaptionedVideo) sample;
    TrackShape shape = context.shape();
    View view = View.whole(shape.height(), shape.width(), shape.fit());
    ClipRequest request = new ClipRequest(view, shape.frames(), shape.framesPerSecond(), 0);
    return new Example(
        video.id(),
        context.draws().sample(),
        video.caption(),
        Map.of(CLIP, video.video().read(request)));
  }

  @Override
  protected Problem pose(MicroBatch batch, TrainingModel model, NDManager scope) {
    LatentDistribution clean = model.encode(scope, batch.examples(), CLIP);
    NDArray noise = batch.normals("noise", clean.mean().getShape(), scope);
    NDArray timesteps = model.noiseProcess().timesteps(scope, batch.uniforms("timestep"));
    Corruption corruption = model.noiseProcess().corrupt(clean.mean(), noise, timesteps);
    DenoiserInput input =
        new DenoiserInput(
            corruption.noisy(),
            timesteps,
            model.encodeText(scope, batch.prompts()),
            List.of(),
            OptionalDouble.of(batch.shape().framesPerSecond()));
    return new Problem(input, corruption);
  }
}
