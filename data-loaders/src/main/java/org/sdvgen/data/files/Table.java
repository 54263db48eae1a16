package org.sdvgen.data.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.sdvgen.api.error.InputException;

/**
 * Reads metadata files row by row: {@code .jsonl} with one object per line, {@code .json} with a
 * list of objects, {@code .csv} with a header line.
 */
public final class Table {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CSVFormat CSV =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .get();

  private final Path file;
  private final Consumer<Row> rows;
  private final Consumer<String> broken;

  private Table(Path file, Consumer<Row> rows, Consumer<String> broken) {
    this.file = file;
    this.rows = rows;
    this.broken = broken;
  }

  /**
   * Reads all rows in their order; none is kept.
   *
   * @param file a file whose suffix is {@code .jsonl}, {@code .json} or {@code .csv}, in UTF-8
   * @param rows takes the rows
   * @param broken takes a sentence for every line that cannot be understood
   * @throws InputException if the file as a whole cannot be read
   */
  public static void read(Path file, Consumer<Row> rows, Consumer<String> broken) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
    try {
      new Table(file, rows, broken).read();
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": the file is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(file + ": the file cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a single JSON object.
   *
   * @param name names it in messages
   * @param json the text
   * @return its fields that hold a text, number or truth value
   * @throws InputException if it is no JSON
   */
  public static Map<String, String> object(String name, String json) {
    try {
      return values(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new InputException(name + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void read() throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl")) {
      jsonLines();
    } else if (name.endsWith(".json")) {
      jsonList();
    } else if (name.endsWith(".csv")) {
      csv();
    } else {
      throw new InputException(file + ": metadata is read from .jsonl, .json and .csv files");
    }
  }

  private void jsonLines() throws IOException {
    try (BufferedReader reader = open()) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          jsonLine(number, line);
        }
      }
    }
  }

  private void jsonLine(long number, String line) throws IOException {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      broken.accept(Row.where(file, number) + ": not JSON: " + e.getOriginalMessage());
      return;
    }
    rows.accept(new Row(file, number, values(node)));
  }

  private void jsonList() throws IOException {
    try (JsonParser parser = JSON.createParser(open())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new InputException(file + ": expected a list of objects, as in [{...}, {...}]");
      }
      long number = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        number++;
        rows.accept(new Row(file, number, values(JSON.readTree(parser))));
      }
    }
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

  private void csv() throws IOException {
    try (CSVParser parser = CSVParser.parse(open(), CSV)) {
      for (CSVRecord fields : parser) {
        rows.accept(new Row(file, parser.getCurrentLineNumber(), fields.toMap()));
      }
    }
  }

  /** Opens the file behind the byte order mark that spreadsheets put before it. */
  private BufferedReader open() throws IOException {
    BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }
}
