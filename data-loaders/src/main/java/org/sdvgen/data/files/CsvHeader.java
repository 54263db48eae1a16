package org.sdvgen.data.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.sdvgen.api.error.InputException;

/**
 * The columns of a {@code .csv} file.
 *
 * @param names a name per column, empty where the header line has none: tables are written with
 *     nameless columns of line numbers, and with a comma at each line's end
 */
record CsvHeader(List<String> names) {
  /**
   * Reads the header line.
   *
   * @param file the file, for messages
   * @param line its first line
   * @throws InputException if two columns have the same name
   */
  static CsvHeader of(Path file, CSVRecord line) {
    List<String> names = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (String field : line) {
      String name = field.strip();
      if (!name.isEmpty() && !known.add(name)) {
        throw new InputException(
            "%s: two columns are called \"%s\": rename one of them".formatted(file, name));
      }
      names.add(name);
    }
    return new CsvHeader(names);
  }

  /**
   * Sorts the fields of a line into the columns. Fields that are skipped at the end are empty.
   *
   * @throws InputException if there is text behind the last named column: most often it is the rest
   *     of a text with a comma that nobody quoted
   */
  Map<String, String> values(CSVRecord fields) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int column = 0; column < fields.size(); column++) {
      String name = column < names.size() ? names.get(column) : "";
      if (!name.isEmpty()) {
        values.put(name, fields.get(column));
      } else if (column >= named() && !fields.get(column).isBlank()) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "there are %d fields, but the header line names %d columns: put quotes round a text"
                    + " with commas",
                fields.size(),
                named()));
      }
    }
    names.forEach(name -> values.putIfAbsent(name, ""));
    values.remove("");
    return values;
  }

  /** The number of columns up to the last one with a name. */
  private int named() {
    int count = names.size();
    while (count > 0 && names.get(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }
}
