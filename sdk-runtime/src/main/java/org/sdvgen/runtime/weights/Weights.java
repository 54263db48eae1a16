package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;

/** Loads a network's weights, strictly. */
public final class Weights {
  private Weights() {}

  /**
   * Reads every tensor of a table after checking that the source has exactly these.
   *
   * @param results manager that owns them and whose device they go to
   * @param source where they come from
   * @param table the network's expectation
   * @param precision precision to convert them to
   * @return tensors by name, in the table's order; those that may be absent and are, left out
   * @throws InputException if names or shapes differ, or a tensor holds a NaN or an infinity
   */
  public static Map<String, NDArray> load(
      NDManager results, WeightSource source, TensorTable table, Precision precision) {
    return load(results, source, table, name -> precision);
  }

  /**
   * Reads every tensor of a table as the other method does, each in a precision of its own.
   *
   * @param results manager that owns them and whose device they go to
   * @param source where they come from
   * @param table the network's expectation
   * @param precisions precision to convert a tensor to, by its name
   * @return tensors by name, in the table's order; those that may be absent and are, left out
   * @throws InputException if names or shapes differ, or a tensor holds a NaN or an infinity
   */
  public static Map<String, NDArray> load(
      NDManager results,
      WeightSource source,
      TensorTable table,
      Function<String, Precision> precisions) {
    table.check(source.description(), source.shapes());
    Map<String, NDArray> weights = new LinkedHashMap<>();
    for (String name : table.shapes().keySet()) {
      if (source.entries().containsKey(name)) {
        weights.put(name, read(results, source, name, precisions.apply(name)));
      }
    }
    return weights;
  }

  /**
   * Reads one tensor.
   *
   * @param results manager that owns it and whose device it goes to
   * @param source where it comes from
   * @param name its name
   * @param precision precision to convert it to
   * @return the tensor
   * @throws InputException if it holds a NaN or an infinity
   */
  public static NDArray read(
      NDManager results, WeightSource source, String name, Precision precision) {
    NDArray tensor = source.read(results, name, precision);
    requireFinite(tensor, source, name, precision.word());
    return tensor;
  }

  /**
   * Reads one tensor in the element type that it is stored in.
   *
   * @param results manager that owns it and whose device it goes to
   * @param source where it comes from
   * @param name its name
   * @return the tensor
   * @throws InputException if it holds a NaN or an infinity
   */
  public static NDArray readAsStored(NDManager results, WeightSource source, String name) {
    NDArray tensor = source.readAsStored(results, name);
    StoredType type = TensorLookup.entry(source, name).type();
    if (type == StoredType.F8_E4M3 || type == StoredType.F8_E5M2) {
      try (NDArray wider = Tensors.cast(results, tensor, Precision.BF16)) {
        requireFinite(wider, source, name, type.name());
      }
    } else {
      requireFinite(tensor, source, name, type.name());
    }
    return tensor;
  }

  private static void requireFinite(
      NDArray tensor, WeightSource source, String name, String precision) {
    if (!Tensors.isFinite(tensor)) {
      tensor.close();
      throw new InputException(
          ("%s: tensor %s holds NaN or infinite values in %s;"
                  + " fetch it again or choose a wider precision")
              .formatted(source.description(), name, precision));
    }
  }
}
