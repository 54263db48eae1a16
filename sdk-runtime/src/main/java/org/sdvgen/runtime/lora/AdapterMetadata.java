package org.sdvgen.runtime.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.weights.StrictJson;

/**
 * The metadata of an adapter file. Its header has PEFT's configuration under {@code
 * lora_adapter_metadata}, with {@code transformer.} before each key as diffusers writes it, and
 * this project's own settings under {@code sdvgen}. Others write PEFT's configuration under {@code
 * lora_config} (finetrainers), into {@code adapter_config.json} beside the file (PEFT itself), or
 * the alpha alone (kohya's programs).
 *
 * @param peft PEFT's configuration; it says nothing if there is none
 * @param alpha alpha of the whole adapter from an entry of its own, if there is one
 * @param settings settings of the backbone, if the file has any
 */
record AdapterMetadata(
    PeftConfig peft, Optional<Double> alpha, Optional<Map<String, String>> settings) {
  private static final String PEFT = "lora_adapter_metadata";
  private static final String PEFT_PLAIN = "lora_config";
  private static final String SETTINGS = "sdvgen";

  /** Entries that say the alpha alone. */
  private static final List<String> ALPHAS = List.of("ss_network_alpha", "lora_alpha", "alpha");

  /** The names of PEFT's two files, which go together. */
  private static final String PEFT_FILE = "adapter_model.safetensors";

  private static final String PEFT_CONFIG = "adapter_config.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes the entries of a safetensors header.
   *
   * @param config rank and alpha of the modules that are not in the next argument, and the targets
   * @param ranks ranks of modules that have another, by path; their scale is the same
   * @param settings settings of the backbone
   */
  static Map<String, String> write(
      LoraSettings config, Map<String, Integer> ranks, Map<String, String> settings) {
    Map<String, Object> peft = new TreeMap<>();
    peft.put(PeftConfig.RANK, config.rank());
    peft.put(PeftConfig.ALPHA, config.alpha());
    // The dropout of training is not told: diffusers leaves PEFT's dropout layers in training mode
    // after loading, so any other value here would go on dropping while it generates.
    peft.put("lora_dropout", 0.0);
    peft.put(PeftConfig.TARGETS, config.targets());
    peft.put(PeftConfig.TYPE, PeftConfig.LORA);
    peft.put("bias", "none");
    peft.put("init_lora_weights", true);
    peft.put(PeftConfig.RANK_PATTERN, ranks);
    peft.put(
        PeftConfig.ALPHA_PATTERN,
        ranks.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, rank -> config.scale() * rank.getValue())));
    List.of("use_dora", "use_rslora", "lora_bias", "fan_in_fan_out")
        .forEach(key -> peft.put(key, false));
    ObjectNode prefixed = JSON.createObjectNode();
    String prefix = AdapterSpelling.DIFFUSERS.prefix();
    peft.forEach((key, value) -> prefixed.set(prefix + key, JSON.valueToTree(value)));
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(PEFT, prefixed.toString());
    entries.put(SETTINGS, JSON.valueToTree(new TreeMap<>(settings)).toString());
    return entries;
  }

  /**
   * Reads a file's metadata.
   *
   * @param file the file, named in errors; PEFT's configuration may lie beside it
   * @param entries the entries of its header
   * @throws InputException if they are malformed or say that this is not a plain LoRA
   */
  static AdapterMetadata read(String file, Map<String, String> entries) {
    Map<String, String> settings = new LinkedHashMap<>();
    object(file, SETTINGS, entries)
        .properties()
        .forEach(field -> settings.put(field.getKey(), field.getValue().asText()));
    return new AdapterMetadata(
        peft(file, entries),
        ALPHAS.stream().flatMap(key -> alpha(entries.get(key)).stream()).findFirst(),
        entries.containsKey(SETTINGS) ? Optional.of(settings) : Optional.empty());
  }

  private static PeftConfig peft(String file, Map<String, String> entries) {
    if (entries.containsKey(PEFT)) {
      return PeftConfig.read(file, object(file, PEFT, entries), AdapterSpelling.DIFFUSERS.prefix());
    }
    if (entries.containsKey(PEFT_PLAIN)) {
      return PeftConfig.read(file, object(file, PEFT_PLAIN, entries), "");
    }
    Path config = Path.of(file).resolveSibling(PEFT_CONFIG);
    if (Path.of(file).endsWith(PEFT_FILE) && Files.isRegularFile(config)) {
      try {
        String text = Files.readString(config);
        return PeftConfig.read(
            config.toString(),
            object(config.toString(), PEFT_CONFIG, Map.of(PEFT_CONFIG, text)),
            "");
      } catch (IOException e) {
        throw new InputException(config + " cannot be read: " + e.getMessage(), e);
      }
    }
    return PeftConfig.SILENT;
  }

  /** A number above 0; kohya's programs also write words here, such as Dynamic. */
  private static Optional<Double> alpha(@Nullable String text) {
    try {
      return Optional.ofNullable(text)
          .map(Double::valueOf)
          .filter(value -> value > 0 && !value.isInfinite());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The entries of a header that are neither PEFT's nor this project's nor the container's. */
  static Map<String, String> others(Map<String, String> entries) {
    Map<String, String> others = new TreeMap<>(entries);
    others.keySet().removeAll(Set.of(PEFT, PEFT_PLAIN, SETTINGS, "format"));
    others.keySet().removeAll(ALPHAS);
    return others;
  }

  private static JsonNode object(String file, String key, Map<String, String> entries) {
    try {
      JsonNode node =
          StrictJson.parse(entries.getOrDefault(key, "{}").getBytes(StandardCharsets.UTF_8));
      if (node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      throw new InputException(file + ": metadata entry " + key + " is not valid JSON", e);
    }
    throw new InputException(file + ": metadata entry " + key + " is not a JSON object");
  }
}
