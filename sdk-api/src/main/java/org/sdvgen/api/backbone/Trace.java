package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/** A prediction that gradients can be sent back through, once. */
public interface Trace extends AutoCloseable {
  /**
   * The prediction.
   *
   * @return (B, c, f, h, w), fp32; closed with this trace
   */
  NDArray prediction();

  /**
   * Adds the gradients of all parameters of the denoiser's {@link Tuning} to a buffer and keeps
   * none.
   *
   * @param upstream derivative of the loss by the prediction, (B, c, f, h, w), fp32
   * @param gradients the caller's buffer, made for the {@link TrainableWeights#parameters}
   */
  void backward(NDArray upstream, GradientBuffer gradients);

  /** Frees what the way back would have needed. */
  @Override
  void close();
}
