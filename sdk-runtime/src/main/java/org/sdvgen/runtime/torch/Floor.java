package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The time that products and attentions take by themselves, with random numbers in tensors of the
 * same shapes: no program that computes them with the same library is faster. The time of a very
 * large one is that of a part of its rows or queries, in proportion.
 */
public final class Floor {
  private static final int ROUNDS = 3;

  /** Larger products are measured with fewer rows, in about a second. */
  private static final double OPERATIONS = 1e11;

  private static final TorchProgram PROGRAM =
      TorchProgram.compile(Script.resource(Floor.class, "floor"));

  private final NDManager manager;
  private final Map<Product, Seconds> known = new HashMap<>();

  /**
   * Times of one product.
   *
   * @param forward seconds of the product itself
   * @param backward seconds of those that its gradients need
   */
  public record Seconds(double forward, double backward) {}

  /**
   * A floor that has measured nothing.
   *
   * @param manager its device computes
   */
  public Floor(NDManager manager) {
    this.manager = manager;
  }

  /**
   * Measures a product, once for each shape.
   *
   * @param product the product
   * @return medians of its times
   */
  public Seconds of(Product product) {
    return known.computeIfAbsent(product, this::measure);
  }

  private Seconds measure(Product product) {
    boolean attention = product.kind().isAttention();
    String name = attention ? "attention" : "product";
    try (NDManager scope = manager.newSubManager();
        NDManager host = scope.newSubManager(Devices.cpu());
        NDArray place = scope.create(0f)) {
      long[] extents = product.extents().stream().mapToLong(Long::longValue).toArray();
      int axis = attention ? 2 : 0;
      double all = extents[axis];
      extents[axis] = (long) Math.ceil(all * Math.min(1, OPERATIONS / product.operations()));
      double share = extents[axis] / all;
      NDList tensors =
          PROGRAM.call(
              scope,
              name + "_tensors",
              Arguments.of(place).tensor(host.create(extents)).scalar(product.scalarType()));
      double forward = median(() -> PROGRAM.call(scope, name, all(tensors)));
      double backward = 0;
      if (attention || product.inputGradient()) {
        backward += median(() -> PROGRAM.call(scope, name + "_gradient", all(tensors)));
      }
      if (product.kind() == Product.Kind.TRAINED) {
        backward += median(() -> PROGRAM.call(scope, "weight_gradient", all(tensors)));
      }
      return new Seconds(forward / share, backward / share);
    }
  }

  private static Arguments all(List<NDArray> tensors) {
    return Arguments.none().list(tensors);
  }

  private double median(Supplier<NDList> call) {
    double[] seconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      try (NDList result = call.get()) {
        if (result.get(0).getDevice().isGpu()) {
          PROGRAM.call(manager, "wait", Arguments.none().list(result)).close();
        }
      }
      seconds[round] = (System.nanoTime() - begin) / 1e9;
    }
    Arrays.sort(seconds);
    return seconds[ROUNDS / 2];
  }
}
