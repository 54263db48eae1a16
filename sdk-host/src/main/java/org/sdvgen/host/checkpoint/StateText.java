package org.sdvgen.host.checkpoint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.runtime.io.Checksum;

/**
 * A run's state as JSON that carries its own checksum: that of its bytes with zeros in the
 * checksum's place. Texts of earlier versions have none and are read as they stand.
 */
final class StateText {
  private static final String OWN = "own_checksum";
  private static final String OF_FILES = "checksums";
  private static final String TRACKS = "tracks";
  private static final String DATA = "data";
  private static final String MICRO = "micro_batch_size";
  private static final String MODEL = "model";
  private static final String ZEROS = "0".repeat(Checksum.DIGITS);
  private static final Pattern SEAL =
      Pattern.compile("(\"" + OWN + "\" : \")([0-9a-f]{" + Checksum.DIGITS + "})\"");

  /** Values are read strictly: no nulls, no fractions or texts for whole numbers. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .withConfigOverride(
              Map.class, maps -> maps.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private StateText() {}

  /**
   * Writes a state down.
   *
   * @param state the state
   * @return the file's bytes
   */
  static byte[] of(TrainerState state) {
    ObjectNode tree = JSON.valueToTree(state);
    tree.put(OWN, ZEROS);
    try {
      byte[] open = JSON.writeValueAsBytes(tree);
      return sealed(open, Checksum.of(open));
    } catch (JacksonException e) {
      throw new IllegalStateException("a state that is no JSON", e);
    }
  }

  /**
   * Reads a state.
   *
   * @param bytes the file's bytes
   * @return the state
   * @throws IOException if they are no state, or not those that were written
   */
  static TrainerState read(byte[] bytes) throws IOException {
    if (!(JSON.readTree(bytes) instanceof ObjectNode tree)) {
      throw new IOException("expected a JSON object");
    }
    JsonNode own = tree.remove(OWN);
    if (own != null) {
      String computed = Checksum.of(sealed(bytes, ZEROS));
      if (!own.asText().equals(computed)) {
        throw new IOException(
            "its content has the checksum %s, where %s was written"
                .formatted(computed, own.asText()));
      }
    } else {
      fill(tree);
    }
    for (JsonNode track : tree.path(TRACKS)) {
      if (track instanceof ObjectNode object && !object.has(MICRO)) {
        object.put(MICRO, 0);
      }
    }
    if (!tree.has(MODEL)) {
      tree.put(MODEL, TrainerState.UNKNOWN);
    }
    return JSON.treeToValue(tree, TrainerState.class);
  }

  /** Adds what earlier versions did not write. */
  private static void fill(ObjectNode tree) throws IOException {
    if (tree.has(OF_FILES)) {
      throw new IOException(OWN + " is missing");
    }
    tree.putObject(OF_FILES);
    for (JsonNode track : tree.path(TRACKS)) {
      if (track instanceof ObjectNode object) {
        object.put(DATA, TrainerState.UNKNOWN);
      }
    }
  }

  /** The same bytes with other digits in the checksum's place. */
  private static byte[] sealed(byte[] bytes, String digits) {
    // One character per byte, whatever the bytes are.
    Matcher seal = SEAL.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    return seal.replaceAll("$1" + digits + "\"").getBytes(StandardCharsets.ISO_8859_1);
  }
}
