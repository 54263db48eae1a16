package org.sdvgen.runtime.lora;

import static java.util.stream.Collectors.toSet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.lora.AdapterParts.Found;
import org.sdvgen.runtime.lora.AdapterSpelling.Part;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.StoredType;
import org.sdvgen.runtime.weights.TensorEntry;
import org.sdvgen.runtime.weights.TensorTable;

/** Reads one adapter file against a network: every key must find its module, in its shape. */
final class AdapterReader {
  private final SafetensorsFile file;
  private final Map<String, LoraModule> known;
  private final AdapterParts parts;
  private final AdapterMetadata metadata;
  private final List<String> notices = new ArrayList<>();

  /**
   * A reader.
   *
   * @param names the names that programs give the network's modules
   */
  AdapterReader(SafetensorsFile file, Map<String, Shape> base, List<UnaryOperator<String>> names) {
    this.file = file;
    known = LoraModule.of(base);
    parts = new AdapterParts(known, names);
    metadata = AdapterMetadata.read(file.description(), file.metadata());
  }

  LoadedAdapter read(NDManager results, AdapterFallback fallback) {
    AdapterParts.Whole whole = parts.of(file.description(), file.entries().keySet());
    Map<LoraModule, Found> found = whole.modules();
    AdapterScales scales = scales(results, found, fallback);
    List<LoraModule> modules = List.copyOf(found.keySet());
    LoraSettings config =
        new LoraSettings(scales.rank(), scales.alpha(), fallback.dropout(), targets(modules));
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    found.forEach(
        (module, of) -> {
          tensors.put(module.nameA(), tensor(results, of.key(Part.A).orElseThrow()));
          NDArray b = tensor(results, of.key(Part.B).orElseThrow());
          tensors.put(module.nameB(), scales.fold(module, b));
        });
    return new LoadedAdapter(
        whole.format(),
        config,
        modules,
        tensors,
        scales.differ() ? Precision.FP32 : stored(),
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

  private AdapterScales scales(
      NDManager results, Map<LoraModule, Found> found, AdapterFallback fallback) {
    Map<LoraModule, Integer> ranks = new LinkedHashMap<>();
    found.forEach((module, of) -> ranks.put(module, rank(module, of)));
    checkShapes(found, ranks);
    Map<LoraModule, Double> alphas = new LinkedHashMap<>();
    int silent = 0;
    for (Map.Entry<LoraModule, Integer> module : ranks.entrySet()) {
      Optional<Double> said = alpha(results, found, module.getKey(), module.getValue());
      silent += said.isPresent() ? 0 : 1;
      double rank = module.getValue();
      alphas.put(module.getKey(), said.or(fallback::alpha).orElse(rank));
    }
    AdapterScales scales = new AdapterScales(ranks, alphas);
    tell(scales, silent, fallback);
    return scales;
  }

  /** A module's alpha in the file: its own number first, then the whole adapter's. */
  private Optional<Double> alpha(
      NDManager results, Map<LoraModule, Found> found, LoraModule module, int rank) {
    Found of = Objects.requireNonNull(found.get(module));
    return of.key(Part.ALPHA)
        .map(key -> alpha(results, key))
        .or(() -> metadata.peft().alpha(List.of(of.path(), module.path()), rank))
        .or(metadata::alpha);
  }

  private void tell(AdapterScales scales, int silent, AdapterFallback fallback) {
    int all = scales.ranks().size();
    String of = silent < all ? String.format(Locale.ROOT, " of %d modules", silent) : "";
    if (silent > 0) {
      notices.add(
          fallback
              .alpha()
              .map(
                  alpha ->
                      "%s has no alpha%s: taken as %s (from the settings), so its scale is %s"
                          .formatted(file.description(), of, alpha, alpha / scales.rank()))
              .orElseGet(
                  () ->
                      "%s has no alpha%s: taken as its rank, so its scale is 1, as other programs read it"
                          .formatted(file.description(), of)));
    }
    if (scales.smallestRank() != scales.rank()) {
      notices.add(
          String.format(
              Locale.ROOT,
              "%s: the rank varies by module, from %d to %d",
              file.description(),
              scales.smallestRank(),
              scales.rank()));
    }
  }

  /** The rank that a module's tensors have, which must be the one in the metadata. */
  private int rank(LoraModule module, Found of) {
    boolean hasA = of.key(Part.A).isPresent();
    String key = of.key(Part.A).or(() -> of.key(Part.B)).or(() -> of.key(Part.ALPHA)).orElseThrow();
    Shape shape = file.shapes().getOrDefault(key, new Shape());
    int axis = hasA ? 0 : 1;
    if (shape.dimension() <= axis || shape.get(axis) < 1) {
      throw new InputException(
          file.description() + ": " + key + " has the shape " + shape + ", which has no rank");
    }
    int rank = Math.toIntExact(shape.get(axis));
    metadata
        .peft()
        .rank(List.of(of.path(), module.path()))
        .filter(said -> said != rank)
        .ifPresent(
            said -> {
              throw new InputException(
                  String.format(
                      Locale.ROOT,
                      "%s: its metadata says rank %d, but %s has the shape %s",
                      file.description(),
                      said,
                      key,
                      shape));
            });
    return rank;
  }

  private void checkShapes(Map<LoraModule, Found> found, Map<LoraModule, Integer> ranks) {
    TensorTable.Builder table = TensorTable.builder();
    ranks.forEach(
        (module, rank) -> {
          Found of = Objects.requireNonNull(found.get(module));
          table.add(of.keyOrExpected(Part.A), module.shapeA(rank).getShape());
          table.add(of.keyOrExpected(Part.B), module.shapeB(rank).getShape());
          of.key(Part.ALPHA).ifPresent(key -> table.add(key, alphaShape(key)));
        });
    table.build().check(file.description(), file.shapes());
  }

  /** A number alone, or in a list of one. */
  private long[] alphaShape(String key) {
    Shape found = file.shapes().getOrDefault(key, new Shape());
    return found.dimension() == 1 && found.size() == 1 ? found.getShape() : new long[0];
  }

  private double alpha(NDManager results, String key) {
    try (NDArray stored = file.read(results, key, Precision.FP32)) {
      if (stored.size() != 1) {
        throw new InputException(
            "%s: %s has the shape %s, expected one number"
                .formatted(file.description(), key, stored.getShape()));
      }
      double alpha = stored.toFloatArray()[0];
      if (!(alpha > 0) || Double.isInfinite(alpha)) {
        throw new InputException(
            file.description() + ": " + key + " must be above 0, found " + alpha);
      }
      return alpha;
    }
  }

  /** The file's own targets if they take just the adapted modules, else the modules' paths. */
  private List<String> targets(List<LoraModule> modules) {
    List<String> said = metadata.peft().targets();
    List<LoraModule> taken =
        known.values().stream()
            .filter(module -> said.stream().anyMatch(module::isTakenBy))
            .toList();
    return taken.equals(modules) ? said : modules.stream().map(LoraModule::path).toList();
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
