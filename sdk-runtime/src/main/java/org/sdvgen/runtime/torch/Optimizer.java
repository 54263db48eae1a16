package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.error.InputException;

/**
 * Changes parameters in place by their gradients. Its state are named arrays, from which it resumes
 * exactly.
 */
public interface Optimizer extends AutoCloseable {
  /**
   * Makes one step.
   *
   * @param gradients fp32 gradients of exactly the parameters, by name; not changed
   * @param learningRate the step's learning rate
   */
  void step(Map<String, NDArray> gradients, double learningRate);

  /**
   * The whole state, for checkpoints.
   *
   * @return live arrays by name
   */
  Map<String, NDArray> state();

  /**
   * Takes over a saved state.
   *
   * @param state arrays as {@link #state} gives them; copied
   * @throws InputException if they are not those of this optimizer's parameters
   */
  void restore(Map<String, NDArray> state);

  /** Frees the state. */
  @Override
  void close();

  /**
   * Refuses a saved state whose arrays are not an optimizer's own.
   *
   * @param saved the saved state
   * @param own the result of {@link #state}
   * @throws InputException if names or shapes differ
   */
  static void requireSameArrays(Map<String, NDArray> saved, Map<String, NDArray> own) {
    if (!shapes(saved).equals(shapes(own))) {
      throw new InputException(
          "the saved optimizer state ("
              + saved.size()
              + " arrays) belongs to another optimizer or to other trained parameters than this run"
              + " has ("
              + own.size()
              + " arrays); resume with the configuration that the checkpoint was written with");
    }
  }

  /**
   * Begins the arguments of a step.
   *
   * @param parameters the optimizer's own
   * @param gradients by the same names, in any order
   * @return parameters and gradients as two lists of the same order
   * @throws IllegalArgumentException if the names differ
   */
  static Arguments stepArguments(Map<String, NDArray> parameters, Map<String, NDArray> gradients) {
    if (!gradients.keySet().equals(parameters.keySet())) {
      throw new IllegalArgumentException("gradients are not those of the optimizer's parameters");
    }
    return Arguments.none()
        .list(List.copyOf(parameters.values()))
        .list(parameters.keySet().stream().map(gradients::get).toList());
  }

  private static Map<String, Shape> shapes(Map<String, NDArray> arrays) {
    Map<String, Shape> shapes = new HashMap<>();
    arrays.forEach((name, array) -> shapes.put(name, array.getShape()));
    return shapes;
  }
}
