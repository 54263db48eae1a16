package org.sdvgen.runtime.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.weights.StrictJson;

/**
 * What the header of an adapter file says beyond its tensors: PEFT's configuration under {@code
 * lora_adapter_metadata}, with {@code transformer.} before each key as diffusers writes it, and
 * this project's own settings under {@code sdvgen}.
 *
 * @param rank r, if said
 * @param alpha alpha, if said
 * @param targets suffixes of the adapted modules, empty if not said as a list
 * @param settings settings of the backbone, if the file has any
 */
record AdapterMetadata(
    Optional<Integer> rank,
    Optional<Double> alpha,
    List<String> targets,
    Optional<Map<String, String>> settings) {
  private static final String PEFT = "lora_adapter_metadata";
  private static final String SETTINGS = "sdvgen";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Variants of LoRA that compute something else; a file that uses one cannot be read rightly. */
  private static final List<String> VARIANTS =
      List.of("use_dora", "use_rslora", "lora_bias", "fan_in_fan_out", "use_qalora", "use_bdlora");

  /** Settings per module, which this project does not have. */
  private static final List<String> PATTERNS = List.of("rank_pattern", "alpha_pattern");

  /** Writes the entries of a safetensors header. */
  static Map<String, String> write(LoraConfig config, Map<String, String> settings) {
    Map<String, Object> peft = new TreeMap<>();
    peft.put("r", config.rank());
    peft.put("lora_alpha", config.alpha());
    // The dropout of training is not told: diffusers leaves PEFT's dropout layers in training mode
    // after loading, so any other value here would go on dropping while it generates.
    peft.put("lora_dropout", 0.0);
    peft.put("target_modules", config.targets());
    peft.put("peft_type", "LORA");
    peft.put("bias", "none");
    peft.put("init_lora_weights", true);
    PATTERNS.forEach(key -> peft.put(key, Map.of()));
    VARIANTS.subList(0, 4).forEach(key -> peft.put(key, false));
    ObjectNode prefixed = JSON.createObjectNode();
    peft.forEach((key, value) -> prefixed.set(AdapterKeys.PREFIX + key, JSON.valueToTree(value)));
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(PEFT, prefixed.toString());
    entries.put(SETTINGS, JSON.valueToTree(new TreeMap<>(settings)).toString());
    return entries;
  }

  /**
   * Reads the entries of a safetensors header.
   *
   * @param file the file, named in errors
   * @throws InputException if they are malformed or say that this is not a plain LoRA
   */
  static AdapterMetadata read(String file, Map<String, String> entries) {
    JsonNode peft = object(file, PEFT, entries);
    for (String variant : VARIANTS) {
      if (peft.path(AdapterKeys.PREFIX + variant).asBoolean(false)) {
        throw unsupported(file, variant);
      }
    }
    for (String pattern : PATTERNS) {
      if (!peft.path(AdapterKeys.PREFIX + pattern).isEmpty()) {
        throw unsupported(file, pattern);
      }
    }
    JsonNode rank = peft.path(AdapterKeys.PREFIX + "r");
    JsonNode alpha = peft.path(AdapterKeys.PREFIX + "lora_alpha");
    List<String> targets = new ArrayList<>();
    peft.path(AdapterKeys.PREFIX + "target_modules").forEach(name -> targets.add(name.asText()));
    Map<String, String> settings = new LinkedHashMap<>();
    object(file, SETTINGS, entries)
        .properties()
        .forEach(field -> settings.put(field.getKey(), field.getValue().asText()));
    return new AdapterMetadata(
        rank.isInt() ? Optional.of(rank.intValue()) : Optional.empty(),
        alpha.isNumber() ? Optional.of(alpha.doubleValue()) : Optional.empty(),
        targets,
        entries.containsKey(SETTINGS) ? Optional.of(settings) : Optional.empty());
  }

  /** The entries of a header that are neither PEFT's nor this project's nor the container's. */
  static Map<String, String> others(Map<String, String> entries) {
    Map<String, String> others = new TreeMap<>(entries);
    others.keySet().removeAll(Set.of(PEFT, SETTINGS, "format"));
    return others;
  }

  private static InputException unsupported(String file, String key) {
    return new InputException(
        file + " was trained with PEFT's " + key + ", which is not supported: expected plain LoRA");
  }

  private static JsonNode object(String file, String key, Map<String, String> entries) {
    try {
      JsonNode node = StrictJson.parse(entries.getOrDefault(key, "{}").getBytes(StandardCharsets.UTF_8));
      if (node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      throw new InputException(file + ": metadata entry " + key + " is not valid JSON", e);
    }
    throw new InputException(file + ": metadata entry " + key + " is not a JSON object");
  }
}
