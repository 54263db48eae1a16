package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.runtime.weights.HeldTensors;

/** fp32 copies of a network's pretrained weights, by the same names. */
final class NetworkMasters implements MasterWeights {
  private final NetworkParameters maker;
  private final HeldTensors held;

  NetworkMasters(NetworkParameters maker, HeldTensors held) {
    this.maker = maker;
    this.held = held;
  }

  NetworkParameters maker() {
    return maker;
  }

  boolean isClosed() {
    return held.isClosed();
  }

  Map<String, NDArray> tensors() {
    return held.tensors();
  }

  @Override
  public List<Parameter> parameters() {
    return held.parameters();
  }

  @Override
  public void close() {
    maker.close(this, held);
  }
}
