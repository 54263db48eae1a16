package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/** The network that predicts what the noise process asks for. */
public interface Denoiser {
  /**
   * Predicts without recording gradients and without dropout.
   *
   * @param input what to denoise
   * @return the prediction for the video, (B, c, f, h, w), fp32
   */
  NDArray predict(DenoiserInput input);

  /**
   * Predicts in training mode. May be called any number of times per step. Whether activations are
   * kept or computed again is the backbone's business.
   *
   * @param input what to denoise
   * @param dropoutSeed seeds every dropout mask of this call
   * @return the prediction and the way back
   * @throws IllegalStateException if the denoiser has several adapters, whose parameters have the
   *     same names
   */
  Trace trace(DenoiserInput input, long dropoutSeed);

  /**
   * How many tokens a reference picture has.
   *
   * @param height latent rows h
   * @param width latent columns w
   * @return N
   */
  int referenceTokens(int height, int width);
}
