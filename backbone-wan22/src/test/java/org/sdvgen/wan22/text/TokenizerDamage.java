package org.sdvgen.wan22.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.testkit.damage.AnyText;
import org.sdvgen.testkit.damage.Damage;
import org.sdvgen.testkit.damage.DamageTrial;

/** Reads damaged tokenizers, which are native code's to read: in a process of its own. */
public final class TokenizerDamage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerDamage() {}

  /** Takes a folder, a tokenizer's folder with few pieces, and the number of cases. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int cases = Integer.parseInt(arguments[2]);
    Path config = folder.resolve("tokenizer_config.json");
    Path file = folder.resolve("tokenizer.json");
    Files.copy(TinyText.tokenizer().resolve("tokenizer_config.json"), config);
    byte[] large = Files.readAllBytes(TinyText.tokenizer().resolve("tokenizer.json"));
    JsonNode whole = JSON.readTree(large);
    JsonNode small = JSON.readTree(Path.of(arguments[1]).resolve("tokenizer.json").toFile());
    DamageTrial trial = new DamageTrial(System.out);
    trial.run("map", cases, damage -> write(file, damagedMap(whole, damage)), () -> read(folder));
    trial.run(
        "large", cases / 4, damage -> Files.write(file, damage.bytes(large)), () -> read(folder));
    trial.run("parts", 2 * cases, damage -> write(file, damage.json(small)), () -> read(folder));
    trial.run(
        "rules", 2 * cases, damage -> write(file, damagedRules(small, damage)), () -> read(folder));
    trial.run(
        "text",
        cases,
        damage -> Files.write(file, damage.text(JSON.writeValueAsBytes(small))),
        () -> read(folder));
    write(file, small);
    byte[] settings = Files.readAllBytes(config);
    trial.run(
        "config", cases, damage -> Files.write(config, damage.text(settings)), () -> read(folder));
    trial.exit();
  }

  private static void write(Path file, JsonNode root) throws IOException {
    JSON.writeValue(file.toFile(), root);
  }

  private static JsonNode damagedMap(JsonNode whole, Damage damage) {
    ObjectNode root = whole.deepCopy();
    ObjectNode precompiled = (ObjectNode) root.path("normalizer").path("normalizers").path(0);
    byte[] map = Base64.getDecoder().decode(precompiled.path("precompiled_charsmap").asText());
    return root.<ObjectNode>deepCopy()
        .set(
            "normalizer",
            precompiled
                .deepCopy()
                .put(
                    "precompiled_charsmap",
                    Base64.getEncoder().encodeToString(damage.inPlace(map))));
  }

  /** Everything but the pieces, which would take all of the damage. */
  private static JsonNode damagedRules(JsonNode whole, Damage damage) {
    ObjectNode root = whole.deepCopy();
    JsonNode vocab = ((ObjectNode) root.path("model")).remove("vocab");
    root.remove("decoder");
    JsonNode damaged = damage.json(root);
    if (damaged.path("model") instanceof ObjectNode model) {
      model.set("vocab", vocab);
    }
    return damaged;
  }

  private static void read(Path folder) {
    try (FastTokenizer tokenizer = FastTokenizer.open(folder, Optional.of("<cls>"))) {
      AnyText.ALL.forEach(tokenizer::encode);
    }
  }
}
