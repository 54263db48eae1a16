package org.sdvgen.runtime.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON as models and settings have it: no key twice, nothing after the value, and so few levels and
 * values that no file takes all memory or the whole stack.
 */
public final class StrictJson {
  /** A model's configuration and a tokenizer have less than ten levels. */
  private static final int DEEPEST = 64;

  /** The largest tokenizers have 256,000 pieces, four tokens each. */
  private static final long MOST_TOKENS = 4_000_000;

  private static final long MOST_BYTES = 100_000_000;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @return its value; a missing node if it is empty
   * @throws IOException if it cannot be read, is too large or no such JSON; the message is one line
   */
  public static JsonNode read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IOException("it has " + size + " bytes, too many for such a file");
    }
    return parse(Files.readAllBytes(file));
  }

  /**
   * Reads bytes in UTF-8, 16 or 32.
   *
   * @param json the bytes
   * @return the value; a missing node if there is none
   * @throws IOException if this is no such JSON; the message is one line
   */
  public static JsonNode parse(byte[] json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException(reason(e), e);
    }
  }

  private static String reason(JsonProcessingException e) {
    JsonLocation place = e.getLocation();
    String where =
        place == null
            ? ""
            : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("no JSON") + where;
  }
}
