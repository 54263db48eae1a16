package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Arithmetic over all gradients of a step at once. */
public final class Gradients {
  static final TorchProgram PROGRAM =
      TorchProgram.compile(Script.resource(Gradients.class, "optimizer"));

  private Gradients() {}

  /**
   * L2 norm of all elements of all tensors together.
   *
   * @param tensors fp32, at least one
   * @return the norm; NaN or infinite if an element is
   */
  public static float globalNorm(List<NDArray> tensors) {
    return scalar(tensors.get(0), "global_norm", Arguments.none().list(tensors));
  }

  /**
   * Scales all tensors in place so that their global norm is at most a limit, as PyTorch's {@code
   * clip_grad_norm_} does.
   *
   * @param tensors fp32, at least one
   * @param maxNorm the limit, above 0
   * @return the norm before; where it is NaN or infinite, the tensors are useless afterwards
   */
  public static float clip(List<NDArray> tensors, double maxNorm) {
    return scalar(tensors.get(0), "clip", Arguments.none().list(tensors).scalar(maxNorm));
  }

  private static float scalar(NDArray owner, String method, Arguments arguments) {
    try (NDManager scratch = owner.getManager().newSubManager()) {
      return PROGRAM.callOne(scratch, method, arguments).getFloat();
    }
  }
}
