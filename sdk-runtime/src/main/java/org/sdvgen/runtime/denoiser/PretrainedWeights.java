package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.quantization.QuantizedFormat;
import org.sdvgen.runtime.quantization.StoredQuantization;
import org.sdvgen.runtime.torch.FrozenWeights;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.WeightStream;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/**
 * A network's pretrained weights, which never change. A block's are read from the checkpoint when
 * it is first used, and stay on the device until they are released, or are read for every use;
 * whole or quantised.
 */
final class PretrainedWeights implements AutoCloseable {
  /**
   * A network's rules for its weights.
   *
   * @param precisions precision that a parameter is kept in, by its name
   * @param quantizes whether a parameter is the weight of a linear layer that may be quantised
   */
  record Rules(Function<String, Precision> precisions, Predicate<String> quantizes) {
    /** The rules of a network whose activations have a precision. */
    static Rules of(DenoiserNetwork network, TensorTable table, Precision precision) {
      return new Rules(
          name -> network.precision(name, precision),
          name ->
              name.endsWith(".weight")
                  && Objects.requireNonNull(table.shapes().get(name)).dimension() == 2
                  && network.precision(name, precision) == precision
                  && LINEAR.contains(network.group(name)));
    }
  }

  /** The groups of which nearly all of a transformer's weights are. */
  private static final Set<ParameterGroup> LINEAR =
      EnumSet.of(ParameterGroup.ATTENTION, ParameterGroup.MLP, ParameterGroup.NORM);

  private final WeightSource source;
  private final Rules rules;
  private final BaseStorage storage;
  private final Optional<StoredQuantization> stored;
  private final Map<String, Shape> shapes;

  private final WeightStream blocks;
  private final Map<List<String>, FrozenWeights> known = new HashMap<>();

  /**
   * Opens the weights; none is read yet.
   *
   * @param manager parent of the managers that own weights; its device computes
   * @param source where they are; closed with this
   * @param table their names and shapes
   * @param rules how they are stored
   * @param storage how they are kept
   * @throws org.sdvgen.api.error.InputException if a tensor is missing or of another shape
   */
  PretrainedWeights(
      NDManager manager, WeightSource source, TensorTable table, Rules rules, BaseStorage storage) {
    this.source = source;
    this.rules = rules;
    stored = StoredQuantization.of(source);
    this.storage =
        stored
            .map(found -> storage.withQuantized(found.format(), source.description()))
            .orElse(storage);
    stored.ifPresentOrElse(
        found -> found.check(table, source),
        () -> table.check(source.description(), source.shapes()));
    Map<String, Shape> found = new LinkedHashMap<>(table.shapes());
    found.keySet().retainAll(source.entries().keySet());
    shapes = Collections.unmodifiableMap(found);
    int resident = storage.residentBlocks().orElse(Integer.MAX_VALUE);
    blocks = new WeightStream(manager.newSubManager(), resident);
  }

  /** Returns the precision of the network's activations. */
  Precision precision() {
    return storage.precision();
  }

  /** Returns all shapes by name, in the network's order. */
  Map<String, Shape> shapes() {
    return shapes;
  }

  /** Returns how the weights are kept, where it is not simply in the network's precision. */
  Optional<QuantizedFormat> quantized() {
    return storage.quantized();
  }

  /**
   * Returns a block's parameters. Blocks are to be asked for in the order in which they run
   * forward.
   *
   * @param names its parameters
   * @param prefix how many characters of the names the block's program does not know
   */
  FrozenWeights block(Collection<String> names, int prefix) {
    return names.isEmpty()
        ? FrozenWeights.NONE
        : known.computeIfAbsent(
            List.copyOf(names), all -> blocks.add(results -> read(results, all, prefix)));
  }

  /** Frees all blocks, none of which may be in use; they are read again when they are next used. */
  void release() {
    blocks.release();
  }

  private Map<String, NDArray> read(NDManager results, List<String> names, int prefix) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (String name : names) {
      read(results, name).forEach((part, one) -> tensors.put(part.substring(prefix), one));
    }
    return tensors;
  }

  private Map<String, NDArray> read(NDManager results, String name) {
    if (stored.isPresent()) {
      QuantizedFormat format = stored.get().format();
      return stored.get().quantizes(source, name)
          ? readParts(results, format, name)
          : Map.of(name, whole(results, name));
    }
    Optional<QuantizedFormat> format =
        storage.quantized().filter(any -> rules.quantizes().test(name));
    if (format.isEmpty()) {
      return Map.of(name, whole(results, name));
    }
    try (NDArray whole = whole(results, name)) {
      return format.get().quantize(results, name, whole);
    }
  }

  private synchronized Map<String, NDArray> readParts(
      NDManager results, QuantizedFormat format, String name) {
    return format.read(results, source, name, Objects.requireNonNull(shapes.get(name)));
  }

  /**
   * Makes sure that the checkpoint has the weights themselves.
   *
   * @throws InputException if it is quantised
   */
  void requireWhole() {
    if (stored.isPresent()) {
      throw new InputException(
          "%s holds weights quantised to %s, which stay as they are: set backbone.checkpoint to the model that they were made of"
              .formatted(source.description(), EnumWord.of(stored.get().format())));
    }
  }

  /**
   * Reads a parameter as the checkpoint has it, in the network's precision.
   *
   * @param results owns the array
   * @param name the parameter, which is whole in the checkpoint
   */
  synchronized NDArray whole(NDManager results, String name) {
    return Weights.read(results, source, name, rules.precisions().apply(name));
  }

  /** Ends reading and frees all blocks. */
  @Override
  public void close() {
    blocks.close();
    source.close();
  }
}
