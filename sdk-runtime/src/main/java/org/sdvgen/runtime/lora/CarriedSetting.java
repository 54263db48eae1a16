package org.sdvgen.runtime.lora;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;

/**
 * A setting of the backbone that an adapter brings with it, whatever is configured.
 *
 * @param key its name
 * @param configured the value without an adapter
 * @param known all values
 * @param fallback the value of adapters that do not record theirs
 * @param assumption the notice about a file that records no settings, after the file's name
 * @param concerns whether a value, of this adapter or of another beside it, matters to an adapter
 *     of the module at a path
 */
public record CarriedSetting(
    String key,
    String configured,
    List<String> known,
    String fallback,
    String assumption,
    BiPredicate<String, String> concerns) {
  /** Copies the list. */
  public CarriedSetting {
    known = List.copyOf(known);
  }

  /** The value of an adapter whose file records settings. */
  String of(Path file, Map<String, String> recorded, List<String> notices) {
    String written = recorded.getOrDefault(key, fallback);
    String own =
        known.stream()
            .filter(value -> isSame(value, written))
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        "%s: its metadata has %s = %s, expected %s"
                            .formatted(file, key, written, String.join(" or ", known))));
    if (!own.equals(configured)) {
      notices.add(
          "%s was trained with %s = %s, which is used in place of the configured %s"
              .formatted(file, key, own, configured));
    }
    return own;
  }

  /** The value that adapters share as far as it matters to them. */
  String together(List<LoraAdapter> adapters) {
    Set<String> values = adapters.stream().map(this::of).collect(Collectors.toSet());
    List<LoraAdapter> concerned =
        adapters.stream().filter(adapter -> concerns(values, adapter)).toList();
    LoraAdapter first = concerned.isEmpty() ? adapters.get(0) : concerned.get(0);
    for (LoraAdapter other : concerned) {
      if (!isSame(of(other), of(first))) {
        throw new InputException(
            "%s was trained with %s = %s and %s with %s = %s: these two cannot be combined; leave one out"
                .formatted(first.name(), key, of(first), other.name(), key, of(other)));
      }
    }
    return of(first);
  }

  private boolean concerns(Set<String> values, LoraAdapter adapter) {
    return adapter.tensors().keySet().stream()
        .map(LoraModule::pathOf)
        .anyMatch(path -> values.stream().anyMatch(value -> concerns.test(value, path)));
  }

  private String of(LoraAdapter adapter) {
    return adapter.settings().getOrDefault(key, fallback);
  }

  /** Whether two words are the same: earlier versions wrote them with hyphens. */
  static boolean isSame(String one, String other) {
    return one.equals(other) || EnumWord.same(one).equals(EnumWord.same(other));
  }
}
