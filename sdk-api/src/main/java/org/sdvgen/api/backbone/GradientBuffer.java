package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named sums of gradients in fp32, in the order of the trainable parameters. The caller owns it, so
 * accumulation, gradient surgery and analysis never share hidden state.
 */
public final class GradientBuffer implements AutoCloseable {
  private final NDManager manager;
  private final Map<String, NDArray> sums = new LinkedHashMap<>();

  /**
   * A buffer of zeros.
   *
   * @param parent the scope that the buffer lives in, on the parameters' device
   * @param parameters the trainable parameters
   */
  public GradientBuffer(NDManager parent, List<Parameter> parameters) {
    manager = parent.newSubManager();
    for (Parameter parameter : parameters) {
      sums.put(parameter.name(), manager.zeros(parameter.value().getShape()));
    }
  }

  /**
   * Adds a gradient.
   *
   * @param parameter the parameter's name
   * @param gradient fp32, of the parameter's shape; stays the caller's
   */
  public void add(String parameter, NDArray gradient) {
    get(parameter).addi(gradient);
  }

  /**
   * The sum for one parameter. Changing it changes the buffer; {@link #clear} closes it.
   *
   * @param parameter the parameter's name
   * @return the live array
   */
  public NDArray get(String parameter) {
    NDArray sum = sums.get(parameter);
    if (sum == null) {
      throw new IllegalArgumentException("no trainable parameter is called " + parameter);
    }
    return sum;
  }

  /**
   * All sums by parameter name, in the parameters' order.
   *
   * @return an unmodifiable view of live arrays
   */
  public Map<String, NDArray> all() {
    return Collections.unmodifiableMap(sums);
  }

  /** Sets every sum to zero. Arrays that were returned before are closed. */
  public void clear() {
    // Neither a product with zero, which would keep a NaN, nor DJL's copyTo, which makes the engine
    // print a warning.
    sums.replaceAll(
        (name, sum) -> {
          NDArray zeros = manager.zeros(sum.getShape());
          sum.close();
          return zeros;
        });
  }

  /** Frees the sums. */
  @Override
  public void close() {
    manager.close();
  }
}
