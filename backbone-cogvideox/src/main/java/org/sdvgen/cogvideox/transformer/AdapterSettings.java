package org.sdvgen.cogvideox.transformer;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.error.InputException;

/** Compares the settings that an adapter was trained with to those that are configured. */
final class AdapterSettings {
  /** The setting that an adapter brings with it, whatever is configured. */
  static final String NORM_LORA = "norm_lora";

  private AdapterSettings() {}

  /**
   * Finds out which streams an adapter's norms act on. A file without settings is read as the
   * paper's published code reads its own.
   *
   * @param file the adapter's file
   * @param said its settings, if it has any
   * @param configured the backbone's
   * @param notices takes what was assumed
   * @return the adapter's own {@code norm_lora}
   * @throws InputException if another setting differs from the configured one
   */
  static NormLora check(
      Path file,
      Optional<Map<String, String>> said,
      TransformerSettings configured,
      List<String> notices) {
    if (said.isEmpty()) {
      notices.add(
          file
              + " does not say which streams its norm layers act on: taken as norm_lora = all, as"
              + " the paper's published weights are");
      return NormLora.ALL;
    }
    configured
        .adapterSettings()
        .forEach(
            (key, value) -> {
              String own = said.get().getOrDefault(key, value);
              if (!own.equals(value)) {
                throw new InputException(
                    "%s was trained with %s = %s, but %s is configured: set backbone.%s = %s"
                        .formatted(file, key, own, value, key, own));
              }
            });
    NormLora own = parse(file, said.get().getOrDefault(NORM_LORA, "all"));
    if (own != configured.normLora()) {
      notices.add(
          "%s was trained with norm_lora = %s, which is used in place of the configured %s"
              .formatted(file, word(own), word(configured.normLora())));
    }
    return own;
  }

  private static NormLora parse(Path file, String word) {
    for (NormLora value : NormLora.values()) {
      if (word(value).equals(word)) {
        return value;
      }
    }
    throw new InputException(
        file + ": its metadata says norm_lora = " + word + ", expected reference or all");
  }

  private static String word(NormLora value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
