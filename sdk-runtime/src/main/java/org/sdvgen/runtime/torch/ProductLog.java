package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tensors into which a block's layers and its attention write what they compute. */
final class ProductLog {
  private static final String NAME = "product.log";
  private static final int INT64 = 4;
  private static final TorchProgram PROGRAM =
      TorchProgram.compile(Script.resource(Tensors.class, "tensors"));

  private final NDManager host;
  private final NDArray layers;
  private final NDArray attention;

  private ProductLog(NDManager scope) {
    host = scope.newSubManager(Devices.cpu());
    layers = host.create(0L);
    attention = host.create(0L);
  }

  /** Opens a log if somebody wants it; it lives as long as the scope. */
  static Optional<ProductLog> open(NDManager scope) {
    return ProgramTimes.wantsProducts() ? Optional.of(new ProductLog(scope)) : Optional.empty();
  }

  /** Gives the log to a block by its arguments. */
  void join(Map<String, NDArray> shared, Map<String, NDArray> weights) {
    shared.put(NAME, attention);
    weights.put(NAME, layers);
  }

  /** What was written. */
  List<long[]> read() {
    return List.of(read(layers), read(attention));
  }

  /** A tensor whose data was exchanged: its Java object knows the shape that it had before. */
  private long[] read(NDArray log) {
    return PROGRAM.callOne(host, "cast", Arguments.of(log).scalar(INT64)).toLongArray();
  }
}
