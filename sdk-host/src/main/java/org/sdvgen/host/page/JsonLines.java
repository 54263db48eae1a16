package org.sdvgen.host.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.error.InputException;

/** Reads logs that have a JSON object on every line. */
public final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLines() {}

  /**
   * Reads a log.
   *
   * @param file the log; may be missing
   * @return its lines in order; none if it is missing
   * @throws InputException if the log cannot be read
   */
  public static List<JsonNode> read(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        lines.add(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: line %d is not JSON: remove it or the file",
              file,
              lines.size() + 1),
          e);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
    return lines;
  }
}
