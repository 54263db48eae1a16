package org.sdvgen.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.sdvgen.api.error.InputException;

/**
 * One line of a metadata file.
 *
 * @param file the metadata file
 * @param line its line number, counted from 1
 * @param values text by column
 */
record Row(Path file, long line, Map<String, String> values) {
  /** Copies the map. */
  Row {
    values = Map.copyOf(values);
  }

  /** Returns where the row stands, for messages. */
  String where() {
    return file.getFileName() + " line " + line;
  }

  /**
   * Makes something of this row.
   *
   * @throws InputException what {@code work} throws, the row's place put before it
   */
  <S> S use(Function<Row, S> work) {
    try {
      return work.apply(this);
    } catch (InputException e) {
      throw new InputException(where() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the text of a column.
   *
   * @throws InputException if the column is missing or empty
   */
  String text(String column) {
    String value = values.get(column);
    if (value == null) {
      throw new InputException(
          "there is no column \"%s\", only %s; name the column in the configuration"
              .formatted(column, values.keySet().stream().sorted().toList()));
    }
    if (value.isBlank()) {
      throw new InputException("the column \"%s\" is empty".formatted(column));
    }
    return value.strip();
  }

  /**
   * Returns the file that a column names, relative names against the metadata file's folder.
   *
   * @throws InputException if the column is missing or no file name
   */
  Path path(String column) {
    String name = text(column);
    try {
      return file.resolveSibling(name);
    } catch (InvalidPathException e) {
      throw new InputException("\"" + name + "\" is no file name", e);
    }
  }
}
