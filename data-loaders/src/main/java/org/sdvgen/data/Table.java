package org.sdvgen.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.sdvgen.api.error.InputException;

/**
 * Reads metadata files: {@code .jsonl} with one object per line, {@code .csv} with a header line.
 */
final class Table {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CSVFormat CSV =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .get();

  private Table() {}

  /**
   * Reads all rows.
   *
   * @param file a file whose suffix is {@code .jsonl} or {@code .csv}, in UTF-8
   * @param unusable takes lines that cannot be understood
   * @throws InputException if the file as a whole cannot be read
   */
  static List<Row> read(Path file, UnusableSamples unusable) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".jsonl")) {
        return jsonLines(file, unusable);
      }
      if (name.endsWith(".csv")) {
        return csv(file);
      }
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": the file is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(file + ": the file cannot be read: " + e.getMessage(), e);
    }
    throw new InputException(file + ": metadata is read from .jsonl and .csv files");
  }

  private static List<Row> jsonLines(Path file, UnusableSamples unusable) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (BufferedReader reader = open(file)) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          try {
            rows.add(new Row(file, number, values(JSON.readTree(line))));
          } catch (JsonProcessingException e) {
            unusable.add(
                "%s line %d: not JSON: %s"
                    .formatted(file.getFileName(), number, e.getOriginalMessage()));
          }
        }
      }
    }
    return rows;
  }

  /**
   * Returns the fields that hold a text, number or truth value; a line of another kind has none.
   */
  private static Map<String, String> values(JsonNode node) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isValueNode() && !field.getValue().isNull()) {
        values.put(field.getKey(), field.getValue().asText());
      }
    }
    return values;
  }

  private static List<Row> csv(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(open(file), CSV)) {
      for (CSVRecord fields : parser) {
        rows.add(new Row(file, parser.getCurrentLineNumber(), fields.toMap()));
      }
    }
    return rows;
  }

  /** Opens a text file behind the byte order mark that spreadsheets put before it. */
  private static BufferedReader open(Path file) throws IOException {
    BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }
}
