package org.sdvgen.data.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.sdvgen.api.error.InputException;

/**
 * Reads metadata files row by row: {@code .jsonl} with one object per line, {@code .json} with a
 * list of objects, {@code .csv} with a header line.
 */
public final class Table {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Reads one value, and nothing may stand behind it. */
  private static final ObjectReader OBJECT =
      JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final CSVFormat CSV = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

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
    try {
      new Table(file, rows, broken).read();
    } catch (IOException e) {
      throw TextLines.unreadable(file, e);
    }
  }

  /**
   * Reads a single JSON object.
   *
   * @param name names it in messages
   * @param json the text
   * @return its fields that hold a text, number or truth value
   * @throws InputException if it is anything else
   */
  public static Map<String, String> object(String name, String json) {
    try {
      JsonNode node = OBJECT.readTree(json);
      if (!node.isObject()) {
        throw new InputException(name + ": expected one JSON object");
      }
      Map<String, String> values = values(node);
      values.values().forEach(text -> TextLines.requireText(name, text));
      return values;
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

  private void jsonLines() {
    try (TextLines lines = TextLines.open(file)) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (!line.get().isBlank()) {
          jsonLine(lines.number(), line.get());
        }
      }
    }
  }

  private void jsonLine(long number, String line) {
    try {
      take(number, OBJECT.readTree(line));
    } catch (MismatchedInputException e) {
      broken.accept(
          Row.where(file, number)
              + ": there is more behind the object: a line holds one object and nothing else");
    } catch (JsonProcessingException e) {
      broken.accept(Row.where(file, number) + ": not JSON: " + e.getOriginalMessage());
    }
  }

  private void jsonList() throws IOException {
    try (JsonParser parser = OBJECT.createParser(TextLines.reader(file))) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new InputException(file + ": expected a list of objects, as in [{...}, {...}]");
      }
      long number = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        number++;
        take(number, JSON.readTree(parser));
      }
      if (parser.nextToken() != null) {
        throw new InputException(
            file + ": there is more behind the list: the file holds one list and nothing else");
      }
    } catch (JsonProcessingException e) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s line %d: not JSON: %s",
              file,
              e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
              e.getOriginalMessage()),
          e);
    }
  }

  private void take(long number, JsonNode node) {
    if (node.isObject()) {
      accept(number, () -> values(node));
    } else {
      broken.accept(
          Row.where(file, number) + ": expected an object, as in {\"file_name\": \"a.mp4\", ...}");
    }
  }

  private void accept(long number, Supplier<Map<String, String>> values) {
    Row row;
    try {
      row = new Row(file, number, values.get());
      row.values().values().forEach(TextLines::requireText);
    } catch (InputException e) {
      broken.accept(Row.where(file, number) + ": " + e.getMessage());
      return;
    }
    rows.accept(row);
  }

  /** Returns the fields that hold a text, number or truth value. */
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
    try (CSVParser parser = CSVParser.parse(TextLines.reader(file), CSV)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!next(parser, records)) {
        throw new InputException(file + ": expected a line with the columns' names first");
      }
      CsvHeader header = CsvHeader.of(file, records.next());
      while (next(parser, records)) {
        CSVRecord fields = records.next();
        long number = parser.getCurrentLineNumber();
        accept(number, () -> header.values(fields));
      }
    }
  }

  /**
   * Reads the next record; behind broken quotes nothing can be trusted, so they end the reading.
   */
  private boolean next(CSVParser parser, Iterator<CSVRecord> records) throws IOException {
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw e.getCause();
      }
      throw brokenCsv(parser, e);
    } catch (IllegalStateException e) {
      throw brokenCsv(parser, e);
    }
  }

  private InputException brokenCsv(CSVParser parser, RuntimeException cause) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s: the quotes are broken at line %d: a field that begins with a quote ends with one,"
                + " and a quote inside it is written twice",
            file,
            parser.getCurrentLineNumber()),
        cause);
  }
}
