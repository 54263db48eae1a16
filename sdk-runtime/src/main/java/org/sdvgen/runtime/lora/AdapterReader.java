package org.sdvgen.runtime.lora;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
import org.sdvgen.runtime.weights.StoredType;
import org.sdvgen.runtime.weights.TensorEntry;
import org.sdvgen.runtime.weights.TensorTable;

/** Reads one adapter file against a network: every key must find its module, in its shape. */
final class AdapterReader {
  private static final int REPORTED = 10;

  private final SafetensorsFile file;
  private final Map<String, LoraModule> known;
  private final AdapterKeys keys;
  private final AdapterMetadata metadata;
  private final List<String> notices = new ArrayList<>();

  /**
   * A reader.
   *
   * @param spellings how the keys may be spelled; the first of which the file has any key is taken,
   *     else the first
   */
  AdapterReader(SafetensorsFile file, Map<String, Shape> base, List<AdapterKeys> spellings) {
    this.file = file;
    known = LoraModule.of(base);
    keys = spellings.stream().filter(this::isUsed).findFirst().orElse(spellings.get(0));
    metadata = AdapterMetadata.read(file.description(), file.metadata());
  }

  private boolean isUsed(AdapterKeys spelling) {
    return known.values().stream().anyMatch(module -> has(spelling.keyA(module)));
  }

  LoadedAdapter read(NDManager results, AdapterFallback fallback) {
    checkKeys();
    List<LoraModule> modules = known.values().stream().filter(this::isAdapted).toList();
    int rank = rank(modules.get(0));
    checkShapes(modules, rank);
    AdapterAlphas alphas = alphas(results, modules, rank, fallback);
    LoraConfig config = new LoraConfig(rank, alphas.common(), fallback.dropout(), targets(modules));
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (LoraModule module : modules) {
      tensors.put(module.nameA(), tensor(results, keys.keyA(module)));
      NDArray b = tensor(results, keys.keyB(module));
      tensors.put(module.nameB(), alphas.fold(module, b));
    }
    return new LoadedAdapter(
        keys,
        config,
        modules,
        tensors,
        alphas.differ() ? Precision.FP32 : stored(),
        metadata.settings(),
        AdapterMetadata.others(file.metadata()),
        List.copyOf(notices));
  }

  /** The precision that all matrices are stored in, if they agree. */
  private Precision stored() {
    Set<StoredType> types =
        file.entries().values().stream()
            .filter(entry -> entry.shape().dimension() > 1)
            .map(TensorEntry::type)
            .collect(toSet());
    return Arrays.stream(Precision.values())
        .filter(precision -> types.equals(Set.of(StoredType.valueOf(precision.safetensorsName()))))
        .findFirst()
        .orElse(Precision.FP32);
  }

  private void checkKeys() {
    if (file.entries().isEmpty()) {
      throw new InputException(file.description() + " holds no tensors: it is not an adapter");
    }
    Set<String> possible = new LinkedHashSet<>();
    for (LoraModule module : known.values()) {
      possible.add(keys.keyA(module));
      possible.add(keys.keyB(module));
      possible.add(keys.keyAlpha(module));
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
    return has(keys.keyA(module)) || has(keys.keyB(module)) || has(keys.keyAlpha(module));
  }

  private boolean has(String key) {
    return file.entries().containsKey(key);
  }

  /** The rank that the first module's tensors have, which must be the one in the metadata. */
  private int rank(LoraModule first) {
    String key = has(keys.keyA(first)) ? keys.keyA(first) : keys.keyB(first);
    Shape shape = file.shapes().get(key);
    int axis = key.equals(keys.keyA(first)) ? 0 : 1;
    if (shape == null || shape.dimension() <= axis || shape.get(axis) < 1) {
      throw new InputException(
          file.description() + ": " + key + " has the shape " + shape + ", which has no rank");
    }
    int rank = Math.toIntExact(shape.get(axis));
    Optional<Integer> said = metadata.rank();
    if (said.isPresent() && said.get() != rank) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: its metadata says rank %d, but %s has the shape %s",
              file.description(),
              said.get(),
              key,
              shape));
    }
    return rank;
  }

  private void checkShapes(List<LoraModule> modules, int rank) {
    TensorTable.Builder table = TensorTable.builder();
    for (LoraModule module : modules) {
      table.add(keys.keyA(module), module.shapeA(rank).getShape());
      table.add(keys.keyB(module), module.shapeB(rank).getShape());
      if (has(keys.keyAlpha(module))) {
        table.add(keys.keyAlpha(module), alphaShape(keys.keyAlpha(module)));
      }
    }
    table.build().check(file.description(), file.shapes());
  }

  /** A number alone, or in a list of one. */
  private long[] alphaShape(String key) {
    Shape found = file.shapes().getOrDefault(key, new Shape());
    return found.dimension() == 1 && found.size() == 1 ? found.getShape() : new long[0];
  }

  private double alpha(NDManager results, String key) {
    try (NDArray stored = file.read(results, key, Precision.FP32)) {
      double alpha = stored.toFloatArray()[0];
      if (!(alpha > 0) || Double.isInfinite(alpha)) {
        throw new InputException(
            file.description() + ": " + key + " must be above 0, found " + alpha);
      }
      return alpha;
    }
  }

  private AdapterAlphas alphas(
      NDManager results, List<LoraModule> modules, int rank, AdapterFallback fallback) {
    double assumed = metadata.alpha().or(fallback::alpha).orElse((double) rank);
    Map<LoraModule, Double> alphas = new LinkedHashMap<>();
    int silent = 0;
    for (LoraModule module : modules) {
      if (has(keys.keyAlpha(module))) {
        alphas.put(module, alpha(results, keys.keyAlpha(module)));
      } else {
        alphas.put(module, assumed);
        silent++;
      }
    }
    if (silent > 0 && metadata.alpha().isEmpty()) {
      String of =
          silent < modules.size() ? String.format(Locale.ROOT, " of %d modules", silent) : "";
      String source = fallback.alpha().isPresent() ? "from the settings" : "alpha = rank";
      notices.add(
          "%s does not say its alpha%s: taken as %s (%s), so its scale is %s"
              .formatted(file.description(), of, assumed, source, assumed / rank));
    }
    return new AdapterAlphas(rank, alphas);
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

  private NDArray tensor(NDManager results, String key) {
    NDArray tensor = file.read(results, key, Precision.FP32);
    if (!Tensors.isFinite(tensor)) {
      throw new InputException(
          file.description() + ": tensor " + key + " holds NaN or infinite values");
    }
    return tensor;
  }
}
