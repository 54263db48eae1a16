package org.sdvgen.runtime.weights;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;

/** The tensors that a network expects of its checkpoint: names and shapes, in network order. */
public final class TensorTable {
  private static final int REPORTED = 20;

  private final Map<String, Shape> expected;
  private final Set<String> optional;

  private TensorTable(Map<String, Shape> expected, Set<String> optional) {
    this.expected = Collections.unmodifiableMap(expected);
    this.optional = Set.copyOf(optional);
  }

  /** Starts an empty table. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the shapes of all expected tensors by name, those that may be absent included. */
  public Map<String, Shape> shapes() {
    return expected;
  }

  /** Returns the shapes of the tensors that must be there, by name. */
  public Map<String, Shape> required() {
    Map<String, Shape> required = new LinkedHashMap<>(expected);
    required.keySet().removeAll(optional);
    return required;
  }

  /**
   * Checks a checkpoint's tensors against this table.
   *
   * @param source the checkpoint's name in the message: its file or folder
   * @param found shapes by name
   * @throws InputException if a tensor is missing, superfluous or of another shape; one message
   *     names up to 20 of them, each with the nearest name where one is near
   */
  public void check(String source, Map<String, Shape> found) {
    List<String> problems = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>(expected.keySet());
    missing.removeAll(found.keySet());
    missing.removeAll(optional);
    Set<String> superfluous = new LinkedHashSet<>(found.keySet());
    superfluous.removeAll(expected.keySet());
    for (String name : missing) {
      problems.add("missing: " + name + " " + expected.get(name));
    }
    for (String name : superfluous) {
      problems.add(
          "not expected: " + name + " " + found.get(name) + suggestion(problems, name, missing));
    }
    expected.forEach(
        (name, shape) -> {
          Shape actual = found.get(name);
          if (actual != null && !actual.equals(shape)) {
            problems.add("wrong shape: " + name + " expected " + shape + ", found " + actual);
          }
        });
    if (!problems.isEmpty()) {
      throw new InputException(report(source, problems));
    }
  }

  /** A suggestion costs a search over all missing names: none where it would not be reported. */
  private static String suggestion(List<String> problems, String name, Set<String> missing) {
    return problems.size() < REPORTED
        ? NearestName.of(name, missing).map(near -> " (nearest: " + near + ")").orElse("")
        : "";
  }

  private static String report(String source, List<String> problems) {
    StringBuilder message = new StringBuilder();
    message
        .append(source)
        .append(" does not fit the network that its configuration describes (")
        .append(problems.size())
        .append(problems.size() == 1 ? " problem" : " problems")
        .append("); check that both are of the same model:");
    problems.stream().limit(REPORTED).forEach(p -> message.append("\n  ").append(p));
    if (problems.size() > REPORTED) {
      message.append("\n  and ").append(problems.size() - REPORTED).append(" more");
    }
    return message.toString();
  }

  /** Collects a table; names must be distinct. */
  public static final class Builder {
    private final Map<String, Shape> expected = new LinkedHashMap<>();
    private final Set<String> optional = new LinkedHashSet<>();

    private Builder() {}

    /**
     * Adds a tensor.
     *
     * @param name its name in the checkpoint
     * @param extents its shape
     * @return this
     */
    public Builder add(String name, long... extents) {
      if (expected.put(name, new Shape(extents)) != null) {
        throw new IllegalArgumentException(name + " is in the table twice");
      }
      return this;
    }

    /**
     * Adds the two tensors of a layer with bias, {@code <path>.weight} and {@code <path>.bias}.
     *
     * @param path the layer's path in the checkpoint
     * @param extents shape of the weight; the first is the bias's length
     * @return this
     */
    public Builder addWithBias(String path, long... extents) {
      return add(path + ".weight", extents).add(path + ".bias", extents[0]);
    }

    /**
     * Adds a tensor that a checkpoint may lack, such as the second name of a shared one.
     *
     * @param name its name in the checkpoint
     * @param extents its shape if it is there
     * @return this
     */
    public Builder addOptional(String name, long... extents) {
      optional.add(name);
      return add(name, extents);
    }

    /** Returns the finished table. */
    public TensorTable build() {
      return new TensorTable(new LinkedHashMap<>(expected), optional);
    }
  }
}
