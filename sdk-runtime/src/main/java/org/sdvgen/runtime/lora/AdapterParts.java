package org.sdvgen.runtime.lora;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.runtime.lora.AdapterSpelling.Part;
import org.sdvgen.runtime.lora.AdapterSpelling.Split;

/** Finds out which tensor of an adapter file is which part of which module. */
final class AdapterParts {
  private static final int REPORTED = 10;

  /** Modules by their paths as files spell them. */
  private final Map<Boolean, Map<String, LoraModule>> byUnderscores = new LinkedHashMap<>();

  /**
   * A module's tensors in a file.
   *
   * @param path the module's path as the file spells it
   * @param keys the file's keys by their contents
   */
  record Found(String path, Map<Part, String> keys) {
    /** The key of a part, if the file has it. */
    Optional<String> key(Part part) {
      return Optional.ofNullable(keys.get(part));
    }

    /** The key of a matrix, or the one that it would have beside what the file has. */
    String keyOrExpected(Part matrix) {
      return key(matrix)
          .orElseGet(
              () -> {
                Split other = Split.of(keys.values().iterator().next()).orElseThrow();
                return other.start() + other.endOf(matrix);
              });
    }
  }

  /**
   * All of a file.
   *
   * @param format how its keys are spelled, as users call it
   * @param modules tensors by module, in the network's order
   */
  record Whole(String format, Map<LoraModule, Found> modules) {}

  /**
   * Prepares the look-up.
   *
   * @param known the network's modules by path, in its order
   * @param names the names that programs give them
   */
  AdapterParts(Map<String, LoraModule> known, List<UnaryOperator<String>> names) {
    Map<String, LoraModule> dotted = new LinkedHashMap<>();
    Map<String, LoraModule> underscored = new LinkedHashMap<>();
    for (UnaryOperator<String> name : names) {
      known.forEach(
          (path, module) -> {
            dotted.putIfAbsent(name.apply(path), module);
            underscored.putIfAbsent(name.apply(path).replace('.', '_'), module);
          });
    }
    byUnderscores.put(false, dotted);
    byUnderscores.put(true, underscored);
  }

  /**
   * Looks up all keys of a file.
   *
   * @param file the file, named in errors
   * @param keys its keys
   * @throws InputException if a key belongs to another kind of adapter, matches no module, or says
   *     what another has said
   */
  Whole of(String file, Set<String> keys) {
    if (keys.isEmpty()) {
      throw new InputException(file + " holds no tensors: it is not an adapter");
    }
    Map<LoraModule, Found> found = new LinkedHashMap<>();
    Map<String, Integer> formats = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String key : keys) {
      Match match = match(key);
      if (match == null) {
        unknown.add(key);
        continue;
      }
      formats.merge(match.spelling().format(), 1, Integer::sum);
      Found module =
          found.computeIfAbsent(
              match.module(), m -> new Found(match.path(), new EnumMap<>(Part.class)));
      String other = module.keys().put(match.part(), key);
      if (other != null) {
        throw new InputException(
            "%s holds two adapters of one module, %s and %s: give a file with one adapter"
                .formatted(file, other, key));
      }
    }
    if (!unknown.isEmpty()) {
      AdapterVariants.refuse(file, unknown);
      throw foreign(file, unknown, keys.size());
    }
    return new Whole(String.join(", ", formats.keySet()), inOrder(found));
  }

  private Map<LoraModule, Found> inOrder(Map<LoraModule, Found> found) {
    Map<LoraModule, Found> ordered = new LinkedHashMap<>();
    for (LoraModule module : modules(false).values()) {
      Found parts = found.get(module);
      if (parts != null) {
        ordered.put(module, parts);
      }
    }
    return ordered;
  }

  private Map<String, LoraModule> modules(boolean underscores) {
    return byUnderscores.getOrDefault(underscores, Map.of());
  }

  private record Match(AdapterSpelling spelling, String path, LoraModule module, Part part) {}

  private @Nullable Match match(String key) {
    Split split = Split.of(key).orElse(null);
    if (split == null) {
      return null;
    }
    AdapterSpelling first = AdapterSpelling.of(split.start());
    AdapterSpelling spelling = first;
    String path = split.start();
    // Prefixes may be piled up: PEFT's before that of the program that it wraps.
    while (spelling != AdapterSpelling.BARE) {
      path = path.substring(spelling.prefix().length());
      LoraModule module = modules(spelling.underscores()).get(path);
      if (module != null) {
        return new Match(first, path, module, split.part());
      }
      spelling = AdapterSpelling.of(path);
    }
    LoraModule module = modules(false).get(path);
    return module == null ? null : new Match(first, path, module, split.part());
  }

  private InputException foreign(String file, List<String> unknown, int all) {
    return new InputException(
        unknown.stream()
            .limit(REPORTED)
            .map(key -> key + nearest(key))
            .collect(
                joining(
                    "\n  ",
                    String.format(
                        Locale.ROOT,
                        "%s is not an adapter of this network: %d of its %d keys match no module,"
                            + " such as\n"
                            + "  ",
                        file,
                        unknown.size(),
                        all),
                    "\n  Formats that are read: " + AdapterSpelling.list())));
  }

  /** The nearest key in the unknown one's own spelling. */
  private String nearest(String key) {
    Split split = Split.of(key).orElse(new Split(key, Part.A, ""));
    AdapterSpelling spelling = AdapterSpelling.of(split.start());
    String path = split.start().substring(spelling.prefix().length());
    return NearestName.of(path, modules(spelling.underscores()).keySet())
        .map(near -> " (nearest: " + spelling.prefix() + near + split.end() + ")")
        .orElse("");
  }
}
