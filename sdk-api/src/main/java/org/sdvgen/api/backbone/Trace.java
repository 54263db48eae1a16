package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/**
 * The trace of a forward pass, what PyTorch calls its autograd graph: a prediction and its backward
 * pass. {@link #backward} may be called only once.
 */
public interface Trace extends AutoCloseable {
  /**
   * The prediction.
   *
   * @return (B, c, f, h, w), fp32; closed with this trace
   */
  NDArray prediction();

  /**
   * Runs the backward pass, once: adds the gradients of all parameters of the denoiser's {@link
   * Tuning} to a buffer and keeps none.
   *
   * @param upstream derivative of the loss by the prediction, (B, c, f, h, w), fp32
   * @param gradients the caller's buffer, made for the {@link TrainableWeights#parameters}
   */
  void backward(NDArray upstream, GradientBuffer gradients);

  /** Frees what was kept for the backward pass. */
  @Override
  void close();
}
