package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
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
    List<Example> examples = batch.examples();
    LatentDistribution clean = model.encode(scope, examples, CLIP);
    double[] uniforms =
        examples.stream()
            .mapToDouble(example -> batch.draws().sample(example.position()).uniform("timestep"))
            .toArray();
    NDArray timesteps = model.noiseProcess().timesteps(scope, uniforms);
    NDArray noise = noise(batch, clean.mean().getShape(), scope);
    Corruption corruption = model.noiseProcess().corrupt(clean.mean(), noise, timesteps);
    List<String> prompts = examples.stream().map(Example::prompt).toList();
    DenoiserInput input =
        new DenoiserInput(
            corruption.noisy(),
            timesteps,
            model.encodeText(scope, prompts),
            List.of(),
            OptionalDouble.empty());
    return new Problem(input, corruption);
  }

  private static NDArray noise(MicroBatch batch, Shape shape, NDManager scope) {
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size()));
    int each = values.capacity() / batch.examples().size();
    for (Example example : batch.examples()) {
      values.put(batch.draws().sample(example.position()).normals("noise", each));
    }
    return scope.create(values.rewind(), shape);
  }
}
