package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.OptionalLong;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;

/**
 * A sum of four linear maps, each with low-rank adapters or none:
 *
 * <pre>
 * prediction = proj_in(latents) + reference_proj(mean of the kept reference tokens)
 *     + text_embed.proj(mean of the prompt's words) + time_embed.proj(sin, cos of the timestep)
 * </pre>
 *
 * <p>A mean over nothing is zero: no reference, no prompt.
 */
final class FakeDenoiser implements Denoiser {
  private final FakeParameters parameters;

  private final Tuning tuning;

  FakeDenoiser(FakeParameters parameters, Tuning tuning) {
    this.parameters = parameters;
    this.tuning = tuning;
  }

  @Override
  public NDArray predict(DenoiserInput input) {
    try (Trace trace = open(input, OptionalLong.empty())) {
      NDArray prediction = trace.prediction();
      prediction.attach(input.latents().getManager());
      return prediction;
    }
  }

  @Override
  public Trace trace(DenoiserInput input, long dropoutSeed) {
    if (tuning.adapters().size() > 1) {
      throw new IllegalStateException("a sum of several adapters cannot be trained");
    }
    return open(input, OptionalLong.of(dropoutSeed));
  }

  private Trace open(DenoiserInput input, OptionalLong dropoutSeed) {
    NDManager scope = input.latents().getManager().newSubManager();
    return new FakeTrace(scope, parameters, tuning, input, dropoutSeed);
  }

  @Override
  public int referenceTokens(int height, int width) {
    return height * width;
  }
}
