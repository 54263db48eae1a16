package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;

/** Fuses adapters into base weights, after which the network needs no adapter. */
public final class LoraFusion {
  private static final TorchProgram PROGRAM =
      TorchProgram.compile(Script.resource(LoraFusion.class, "fusion"));

  private LoraFusion() {}

  /**
   * Computes W + scale * B A.
   *
   * @param results manager that owns the result
   * @param weight W: (out, in) or (out, in, k…), of any precision
   * @param a A: (r, in) or (r, in, k…), fp32
   * @param b B: (out, r) or (out, r, 1…), fp32
   * @param scale alpha / r
   * @return the fused weight in W's shape and precision
   */
  public static NDArray fuse(
      NDManager results, NDArray weight, NDArray a, NDArray b, double scale) {
    Arguments arguments = Arguments.of(weight).tensor(a).tensor(b).scalar(scale);
    return PROGRAM.callOne(results, "fuse", arguments);
  }
}
