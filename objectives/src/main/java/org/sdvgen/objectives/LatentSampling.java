package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.config.FormerWord;
import org.sdvgen.api.objective.MicroBatch;

/** How latents are taken from the codec's posterior. */
public enum LatentSampling {
  /** A random sample of the posterior. */
  @FormerWord("posterior")
  SAMPLE {
    @Override
    NDArray take(LatentDistribution posterior, MicroBatch batch, String purpose, NDManager scope) {
      NDArray noise = batch.normals(purpose, posterior.mean().getShape(), scope);
      NDArray latents = posterior.sample(noise);
      latents.attach(scope);
      return latents;
    }
  },
  /** The posterior's mode. */
  MODE {
    @Override
    NDArray take(LatentDistribution posterior, MicroBatch batch, String purpose, NDManager scope) {
      NDArray latents = posterior.mode();
      latents.attach(scope);
      return latents;
    }
  };

  /**
   * Takes the latents of a micro-batch.
   *
   * @param posterior of the batch's latents, (B, c, f, h, w)
   * @param batch gives each sample its own noise
   * @param purpose names that noise
   * @param scope owns the result
   */
  abstract NDArray take(
      LatentDistribution posterior, MicroBatch batch, String purpose, NDManager scope);
}
