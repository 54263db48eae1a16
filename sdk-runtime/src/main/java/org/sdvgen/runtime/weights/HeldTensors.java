package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;

/** Named fp32 tensors with a manager of their own, which are trained and freed together. */
public final class HeldTensors implements AutoCloseable {
  private final NDManager owner;
  private final Map<String, NDArray> tensors;
  private final List<Parameter> parameters;
  private boolean closed;

  /**
   * Takes tensors over.
   *
   * @param owner has these tensors and no others; closed with this
   * @param tensors in the parameters' order
   * @param groups the group of a parameter by its name
   */
  public HeldTensors(
      NDManager owner, Map<String, NDArray> tensors, Function<String, ParameterGroup> groups) {
    this.owner = owner;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    parameters =
        this.tensors.entrySet().stream()
            .map(one -> new Parameter(one.getKey(), groups.apply(one.getKey()), one.getValue()))
            .toList();
  }

  /** Returns the live tensors by name. */
  public Map<String, NDArray> tensors() {
    return tensors;
  }

  /** Returns them as parameters. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Returns whether the tensors are freed. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    owner.close();
  }
}
