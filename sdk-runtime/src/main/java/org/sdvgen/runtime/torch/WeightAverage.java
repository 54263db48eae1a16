package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An exponential moving average of parameters, one fused call for all of them. */
public final class WeightAverage implements AutoCloseable {
  private final NDManager manager;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> averages = new LinkedHashMap<>();

  /**
   * An average that begins with given values.
   *
   * @param parent manager in which the averages live, on the parameters' device
   * @param parameters live fp32 parameters by name, at least one
   * @param values the initial averages, by the same names; copied
   */
  public WeightAverage(
      NDManager parent, Map<String, NDArray> parameters, Map<String, NDArray> values) {
    if (!values.keySet().equals(parameters.keySet())) {
      throw new IllegalArgumentException("averages of other parameters than those in training");
    }
    this.parameters = new LinkedHashMap<>(parameters);
    manager = parent.newSubManager();
    for (String name : this.parameters.keySet()) {
      NDArray value = Objects.requireNonNull(values.get(name));
      averages.put(name, Tensors.cast(manager, value, Precision.FP32));
    }
  }

  /**
   * Takes the parameters' present values in: {@code average = decay * average + (1 - decay) *
   * value}.
   *
   * @param decay in [0, 1]
   */
  public void update(double decay) {
    try (NDManager scratch = manager.newSubManager()) {
      Gradients.PROGRAM.call(scratch, "average", lists().scalar(1 - decay));
    }
  }

  /** Exchanges the averages with the parameters' values, in place; twice undoes it. */
  public void exchange() {
    try (NDManager scratch = manager.newSubManager()) {
      Gradients.PROGRAM.call(scratch, "exchange", lists());
    }
  }

  private Arguments lists() {
    return Arguments.none()
        .list(List.copyOf(averages.values()))
        .list(List.copyOf(parameters.values()));
  }

  /** Frees the averages. */
  @Override
  public void close() {
    manager.close();
  }
}
