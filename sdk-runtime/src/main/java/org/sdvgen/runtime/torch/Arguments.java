package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one program call, in the order of the method's parameters.
 *
 * <p>A scalar travels as a 0-d tensor on the CPU, which the script reads as {@code int(t)}, {@code
 * float(t)} or {@code bool(t)}. Empty lists, empty dictionaries and {@code None} cannot be passed:
 * a script takes what is optional as a key that its dictionary may lack, or as a trailing parameter
 * with a default. A builder is used for one call, by one thread.
 */
public final class Arguments {
  /**
   * One array of the call.
   *
   * @param engineName name by which the engine groups arrays into parameters; null stands alone
   * @param array gives the array; scalars are created in the call's own CPU manager
   */
  record Slot(@Nullable String engineName, Function<NDManager, NDArray> array) {}

  private final List<Slot> slots = new ArrayList<>();
  private int parameters;

  private Arguments() {}

  /** Returns an empty argument list. */
  public static Arguments none() {
    return new Arguments();
  }

  /** Starts a list with a {@code Tensor} argument. */
  public static Arguments of(NDArray tensor) {
    return none().tensor(tensor);
  }

  /** Adds a {@code Tensor} argument. */
  public Arguments tensor(NDArray tensor) {
    return add(null, manager -> tensor);
  }

  /** Adds an integer, as an int64 0-d {@code Tensor}. */
  public Arguments scalar(long value) {
    return add(null, manager -> manager.create(value));
  }

  /** Adds a floating point number, as a float64 0-d {@code Tensor}. */
  public Arguments scalar(double value) {
    return add(null, manager -> manager.create(value));
  }

  /** Adds a truth value, as a boolean 0-d {@code Tensor}. */
  public Arguments scalar(boolean value) {
    return add(null, manager -> manager.create(value));
  }

  /**
   * Adds a {@code List[Tensor]} argument.
   *
   * @param tensors its elements, at least one
   */
  public Arguments list(List<? extends NDArray> tensors) {
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("an empty list cannot be passed to a program");
    }
    String name = "p" + parameters++ + "[]";
    for (NDArray tensor : tensors) {
      slots.add(new Slot(name, manager -> tensor));
    }
    return this;
  }

  /**
   * Adds a {@code Dict[str, Tensor]} argument.
   *
   * @param tensors its entries, at least one
   */
  public Arguments dict(Map<String, ? extends NDArray> tensors) {
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("an empty dictionary cannot be passed to a program");
    }
    String prefix = "p" + parameters++ + ".";
    tensors.forEach((key, tensor) -> slots.add(new Slot(prefix + key, manager -> tensor)));
    return this;
  }

  private Arguments add(@Nullable String name, Function<NDManager, NDArray> array) {
    parameters++;
    slots.add(new Slot(name, array));
    return this;
  }

  List<Slot> slots() {
    return slots;
  }
}
