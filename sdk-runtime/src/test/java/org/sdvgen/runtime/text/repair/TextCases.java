package org.sdvgen.runtime.text.repair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Tables of texts and what the original programs make of them. */
final class TextCases {
  private TextCases() {}

  /** Reads a table beside this class: an array with an object per case. */
  static JsonNode read(String name) {
    try (InputStream in = Objects.requireNonNull(TextCases.class.getResourceAsStream(name), name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
