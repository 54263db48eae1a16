package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.RegressionObjective;
import org.sdvgen.api.objective.TrainingModel;

/**
 * The common part of the objectives: the target's latents are corrupted with noise at a random
 * timestep and the denoiser, given the prompt and perhaps a reference, predicts the noise process's
 * target.
 */
abstract class ReferenceObjective extends RegressionObjective {
  /** The role of the clip or picture to generate. */
  static final String TARGET = "target";

  private final LatentSampling targetSampling;

  ReferenceObjective(LatentSampling targetSampling) {
    this.targetSampling = targetSampling;
  }

  /**
   * The references of a micro-batch.
   *
   * @return one reference with a keep mask, or none if no sample has any
   */
  abstract List<Reference> references(MicroBatch batch, TrainingModel model, NDManager scope);

  /**
   * The quantile of a sample's timestep in the noise process's distribution.
   *
   * @param uniform the sample's uniform number in [0, 1)
   * @return a number in [0, 1], increasing in the uniform one; the same one unless overridden
   */
  double timestepQuantile(double uniform) {
    return uniform;
  }

  /** The number of tokens N of reference latents (B, c, 1, h, w). */
  static int referenceTokens(NDArray latents, TrainingModel model) {
    int height = Math.toIntExact(latents.getShape().get(3));
    int width = Math.toIntExact(latents.getShape().get(4));
    return model.denoiser().referenceTokens(height, width);
  }

  @Override
  protected final Problem pose(MicroBatch batch, TrainingModel model, NDManager scope) {
    NDArray clean =
        targetSampling.take(
            model.encode(scope, batch.examples(), TARGET),
            batch,
            DrawPurposes.TARGET_POSTERIOR,
            scope);
    NDArray noise = batch.normals(DrawPurposes.NOISE, clean.getShape(), scope);
    double[] uniforms =
        Arrays.stream(batch.uniforms(DrawPurposes.TIMESTEP)).map(this::timestepQuantile).toArray();
    NDArray timesteps = model.noiseProcess().timesteps(scope, uniforms);
    Corruption corruption = model.noiseProcess().corrupt(clean, noise, timesteps);
    DenoiserInput input =
        new DenoiserInput(
            corruption.noisy(),
            timesteps,
            model.encodeText(scope, batch.prompts()),
            references(batch, model, scope),
            usesClips()
                ? OptionalDouble.of(batch.shape().framesPerSecond())
                : OptionalDouble.empty());
    return new Problem(input, corruption);
  }
}
