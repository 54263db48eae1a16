package org.sdvgen.runtime.lora;

import static java.util.stream.Collectors.joining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.TensorTable;

/** Reads one adapter file against a network: every key must find its module, in its shape. */
final class AdapterReader {
  private static final int REPORTED = 10;

  private final SafetensorsFile file;
  private final Map<String, LoraModule> known;
  private final AdapterMetadata metadata;
  private final List<String> notices = new ArrayList<>();

  AdapterReader(SafetensorsFile file, Map<String, Shape> base) {
    this.file = file;
    known = LoraModule.of(base);
    metadata = AdapterMetadata.read(file.description(), file.metadata());
  }

  LoadedAdapter read(NDManager results, AdapterFallback fallback) {
    checkKeys();
    List<LoraModule> modules = known.values().stream().filter(this::isAdapted).toList();
    int rank = rank(modules.get(0));
    checkShapes(modules, rank);
    LoraConfig config =
        new LoraConfig(rank, alpha(rank, fallback), fallback.dropout(), targets(modules));
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (LoraModule module : modules) {
      tensors.put(module.nameA(), tensor(results, module.nameA()));
      tensors.put(module.nameB(), tensor(results, module.nameB()));
    }
    return new LoadedAdapter(config, modules, tensors, metadata.settings(), List.copyOf(notices));
  }

  private void checkKeys() {
    if (file.entries().isEmpty()) {
      throw new InputException(file.description() + " holds no tensors: it is not an adapter");
    }
    Set<String> possible = new LinkedHashSet<>();
    for (LoraModule module : known.values()) {
      possible.add(AdapterFile.PREFIX + module.nameA());
      possible.add(AdapterFile.PREFIX + module.nameB());
    }
    List<String> unknown =
        file.entries().keySet().stream().filter(key -> !possible.contains(key)).toList();
    if (!unknown.isEmpty()) {
      throw new InputException(
          unknown.stream()
              .limit(REPORTED)
              .map(key -> key + nearest(key, possible))
              .collect(
                  joining(
                      "\n  ",
                      file.description()
                          + " is not an adapter of this network: "
                          + unknown.size()
                          + " of its "
                          + file.entries().size()
                          + " keys match no module, such as\n  ",
                      "")));
    }
  }

  private static String nearest(String key, Set<String> possible) {
    return NearestName.of(key, possible).map(near -> " (nearest: " + near + ")").orElse("");
  }

  private boolean isAdapted(LoraModule module) {
    return has(module.nameA()) || has(module.nameB());
  }

  private boolean has(String name) {
    return file.entries().containsKey(AdapterFile.PREFIX + name);
  }

  /** The rank that the first module's tensors have, which must be the one in the metadata. */
  private int rank(LoraModule first) {
    String name = has(first.nameA()) ? first.nameA() : first.nameB();
    Shape shape = file.shapes().get(AdapterFile.PREFIX + name);
    int axis = name.equals(first.nameA()) ? 0 : 1;
    if (shape == null || shape.dimension() <= axis || shape.get(axis) < 1) {
      throw new InputException(
          file.description() + ": " + name + " has the shape " + shape + ", which has no rank");
    }
    int rank = Math.toIntExact(shape.get(axis));
    Optional<Integer> said = metadata.rank();
    if (said.isPresent() && said.get() != rank) {
      throw new InputException(
          "%s: its metadata says rank %d, but %s has the shape %s"
              .formatted(file.description(), said.get(), name, shape));
    }
    return rank;
  }

  private void checkShapes(List<LoraModule> modules, int rank) {
    TensorTable.Builder table = TensorTable.builder();
    for (LoraModule module : modules) {
      table.add(AdapterFile.PREFIX + module.nameA(), module.shapeA(rank).getShape());
      table.add(AdapterFile.PREFIX + module.nameB(), module.shapeB(rank).getShape());
    }
    table.build().check(file.description(), file.shapes());
  }

  private double alpha(int rank, AdapterFallback fallback) {
    if (metadata.alpha().isPresent()) {
      return metadata.alpha().get();
    }
    double alpha = fallback.alpha().orElse((double) rank);
    String source = fallback.alpha().isPresent() ? "from the settings" : "alpha = rank";
    notices.add(
        "%s does not say its alpha: taken as %s (%s), so its scale is %s"
            .formatted(file.description(), alpha, source, alpha / rank));
    return alpha;
  }

  /** The file's own targets if they take just the adapted modules, else the modules' paths. */
  private List<String> targets(List<LoraModule> modules) {
    List<LoraModule> taken =
        known.values().stream()
            .filter(module -> metadata.targets().stream().anyMatch(module::isTakenBy))
            .toList();
    return taken.equals(modules)
        ? metadata.targets()
        : modules.stream().map(LoraModule::path).toList();
  }

  private NDArray tensor(NDManager results, String name) {
    NDArray tensor = file.read(results, AdapterFile.PREFIX + name, Precision.FP32);
    if (!Tensors.isFinite(tensor)) {
      throw new InputException(
          file.description() + ": tensor " + name + " holds NaN or infinite values");
    }
    return tensor;
  }
}
