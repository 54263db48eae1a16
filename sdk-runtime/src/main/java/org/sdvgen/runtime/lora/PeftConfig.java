package org.sdvgen.runtime.lora;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sdvgen.api.error.InputException;

/**
 * PEFT's {@code LoraConfig} of an adapter, in a header or in a file of its own.
 *
 * @param rank r, if said
 * @param alpha lora_alpha, if said
 * @param rankPattern ranks of modules that have another, by regular expressions of their paths
 * @param alphaPattern alphas likewise
 * @param rootScale use_rslora: the scale is alpha / sqrt(rank)
 * @param targets suffixes of the adapted modules, empty if not said as a list
 */
record PeftConfig(
    Optional<Integer> rank,
    Optional<Double> alpha,
    Map<Pattern, Integer> rankPattern,
    Map<Pattern, Double> alphaPattern,
    boolean rootScale,
    List<String> targets) {
  /** A configuration that says nothing. */
  static final PeftConfig SILENT =
      new PeftConfig(Optional.empty(), Optional.empty(), Map.of(), Map.of(), false, List.of());

  static final String RANK = "r";
  static final String ALPHA = "lora_alpha";
  static final String RANK_PATTERN = "rank_pattern";
  static final String ALPHA_PATTERN = "alpha_pattern";
  static final String TARGETS = "target_modules";
  static final String TYPE = "peft_type";
  static final String LORA = "LORA";
  private static final String INIT = "init_lora_weights";

  /** Variants of LoRA that compute something else; a file that uses one cannot be read rightly. */
  static final List<String> VARIANTS =
      List.of(
          "use_dora",
          "lora_bias",
          "fan_in_fan_out",
          "use_qalora",
          "use_bdlora",
          "layer_replication",
          "alora_invocation_tokens",
          "modules_to_save",
          "trainable_token_indices");

  /** Initial values that come with a change of the base weights, without which B A is not right. */
  private static final Set<String> CHANGED_BASE =
      Set.of("pissa", "olora", "loftq", "corda", "lora_ga");

  /**
   * Reads a configuration.
   *
   * @param file the file that it belongs to, for errors
   * @param json the object
   * @param prefix the prefix of its keys
   * @throws InputException if it is malformed or is not one of plain LoRA
   */
  static PeftConfig read(String file, JsonNode json, String prefix) {
    String type = json.path(prefix + TYPE).asText(LORA);
    if (!type.equals(LORA)) {
      throw unsupported(file, TYPE + " " + type);
    }
    for (String variant : VARIANTS) {
      JsonNode used = json.path(prefix + variant);
      if (used.asBoolean(false) || !used.isEmpty()) {
        throw unsupported(file, variant);
      }
    }
    String init = json.path(prefix + INIT).asText("");
    if (CHANGED_BASE.stream().anyMatch(init.toLowerCase(Locale.ROOT)::startsWith)) {
      throw unsupported(file, INIT + " = " + init + ", which changes the base weights");
    }
    List<String> targets = new ArrayList<>();
    json.path(prefix + TARGETS).forEach(name -> targets.add(name.asText()));
    Map<Pattern, Integer> ranks = new LinkedHashMap<>();
    patterns(file, json, prefix + RANK_PATTERN)
        .forEach((pattern, value) -> ranks.put(pattern, value.intValue()));
    return new PeftConfig(
        number(file, json, prefix + RANK).map(Double::intValue),
        number(file, json, prefix + ALPHA),
        ranks,
        patterns(file, json, prefix + ALPHA_PATTERN),
        json.path(prefix + "use_rslora").asBoolean(false),
        targets);
  }

  private static Optional<Double> number(String file, JsonNode json, String key) {
    JsonNode value = json.path(key);
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(positive(file, key, value));
  }

  private static double positive(String file, String key, JsonNode value) {
    if (value.isNumber() && value.doubleValue() > 0) {
      return value.doubleValue();
    }
    throw new InputException(
        "%s: PEFT's %s must be a number above 0, found %s".formatted(file, key, value));
  }

  private static Map<Pattern, Double> patterns(String file, JsonNode json, String key) {
    Map<Pattern, Double> patterns = new LinkedHashMap<>();
    json.path(key)
        .properties()
        .forEach(
            entry -> {
              try {
                patterns.put(
                    Pattern.compile("(?:.*\\.)?(?:" + entry.getKey() + ")"),
                    positive(file, key + "." + entry.getKey(), entry.getValue()));
              } catch (PatternSyntaxException e) {
                throw new InputException(
                    "%s: PEFT's %s has %s, which is not a regular expression"
                        .formatted(file, key, entry.getKey()),
                    e);
              }
            });
    return patterns;
  }

  private static InputException unsupported(String file, String key) {
    return new InputException(
        file + " was trained with PEFT's " + key + ", which is not supported: expected plain LoRA");
  }

  /**
   * A module's rank.
   *
   * @param paths the module's possible names: as the file spells it, and in the network
   * @return empty if the configuration says none
   */
  Optional<Integer> rank(List<String> paths) {
    return first(rankPattern, paths).or(() -> rank);
  }

  /**
   * The alpha for which alpha / rank is a module's scale.
   *
   * @param paths the module's possible names: as the file spells it, and in the network
   * @param moduleRank its rank
   * @return empty if the configuration says none
   */
  Optional<Double> alpha(List<String> paths, int moduleRank) {
    double factor = rootScale ? Math.sqrt(moduleRank) : 1;
    return first(alphaPattern, paths).or(() -> alpha).map(value -> value * factor);
  }

  private static <V> Optional<V> first(Map<Pattern, V> patterns, List<String> paths) {
    return patterns.entrySet().stream()
        .filter(entry -> paths.stream().anyMatch(path -> entry.getKey().matcher(path).matches()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
