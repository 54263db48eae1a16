package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.OptionalDouble;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.RegressionObjective;
import org.sdvgen.api.objective.TrainingModel;

/**
 * What both objectives of the paper share: the target's latents are corrupted with noise at a
 * random timestep and the denoiser, given the prompt and a reference, predicts what the process
 * asks for.
 */
abstract class ReferenceObjective extends RegressionObjective {
  /** The role of the clip or picture that is to be generated. */
  static final String TARGET = "target";

  private final LatentSampling targetSampling;

  ReferenceObjective(LatentSampling targetSampling) {
    this.targetSampling = targetSampling;
  }

  /**
   * The references of a micro-batch.
   *
   * @return at most one reference per sample; an empty list if no sample has any
   */
  abstract List<Reference> references(BatchNoise noise, TrainingModel model);

  /** The number of tokens N of reference latents (B, c, 1, h, w). */
  static int referenceTokens(NDArray latents, TrainingModel model) {
    int height = Math.toIntExact(latents.getShape().get(3));
    int width = Math.toIntExact(latents.getShape().get(4));
    return model.denoiser().referenceTokens(height, width);
  }

  @Override
  protected final Problem pose(MicroBatch batch, TrainingModel model, NDManager scope) {
    BatchNoise noise = new BatchNoise(batch, scope);
    LatentDistribution posterior = model.encode(scope, batch.examples(), TARGET);
    NDArray clean = noise.latents(posterior, targetSampling, DrawPurposes.TARGET_POSTERIOR);
    NDArray timesteps =
        model.noiseProcess().timesteps(scope, noise.uniforms(DrawPurposes.TIMESTEP));
    Corruption corruption =
        model
            .noiseProcess()
            .corrupt(clean, noise.normals(DrawPurposes.NOISE, clean.getShape()), timesteps);
    List<String> prompts = batch.examples().stream().map(Example::prompt).toList();
    TextBundle text = model.encodeText(scope, prompts);
    DenoiserInput input =
        new DenoiserInput(
            corruption.noisy(), timesteps, text, references(noise, model), OptionalDouble.empty());
    return new Problem(input, corruption);
  }
}
