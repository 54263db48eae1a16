package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/** The network that predicts the noise process's target. */
public interface Denoiser {
  /**
   * Predicts without recording gradients and without dropout.
   *
   * @param input the denoiser's input
   * @return the prediction for the video, (B, c, f, h, w), fp32
   */
  NDArray predict(DenoiserInput input);

  /**
   * Runs a forward pass in training mode. May be called any number of times per step. The backbone
   * decides whether activations are kept or recomputed in the backward pass (gradient
   * checkpointing).
   *
   * @param input the denoiser's input
   * @param dropoutSeed seeds every dropout mask of this call
   * @return the prediction with its backward pass
   * @throws IllegalStateException if the denoiser has several adapters, whose parameters have the
   *     same names
   */
  Trace trace(DenoiserInput input, long dropoutSeed);

  /**
   * The number of tokens of a reference picture.
   *
   * @param height latent height h
   * @param width latent width w
   * @return N
   */
  int referenceTokens(int height, int width);
}
