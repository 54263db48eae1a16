package org.sdvgen.data.files;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.error.InputException;

/**
 * One line of a metadata file.
 *
 * @param file the metadata file
 * @param line its line, or its entry in a {@code .json} list, counted from 1
 * @param values text by column
 */
public record Row(Path file, long line, Map<String, String> values) {
  /** Copies the map. */
  public Row {
    values = Map.copyOf(values);
  }

  /**
   * The position of a row, for messages and as a sample's name.
   *
   * @param file the metadata file
   * @param line its line, or its entry in a {@code .json} list, counted from 1
   * @return such as {@code pairs.jsonl line 3}
   */
  public static String where(Path file, long line) {
    String name = String.valueOf(file.getFileName());
    return name + (name.endsWith(".json") ? " entry " : " line ") + line;
  }

  /**
   * Returns the position of the row, for messages.
   *
   * @return such as {@code pairs.jsonl line 3}
   */
  public String where() {
    return where(file, line);
  }

  /**
   * Returns the text of a column if there is any.
   *
   * @param column the column
   * @return the text without space around it; empty if the column is missing or blank
   */
  public Optional<String> find(Column column) {
    return column.names().stream()
        .filter(name -> !values.getOrDefault(name, "").isBlank())
        .findFirst()
        .map(name -> values.getOrDefault(name, "").strip());
  }

  /**
   * Returns the text of a column.
   *
   * @param column the column
   * @return the text without space around it
   * @throws InputException if the column is missing or empty
   */
  public String text(Column column) {
    return find(column).orElseThrow(() -> missing(column));
  }

  private InputException missing(Column column) {
    for (String name : column.names()) {
      if (values.containsKey(name)) {
        return new InputException("the column \"%s\" is empty".formatted(name));
      }
    }
    return new InputException(
        "there is no column \"%s\", only %s; name the column as %s"
            .formatted(
                String.join("\" or \"", column.names()),
                values.keySet().stream().sorted().toList(),
                column.key()));
  }
}
