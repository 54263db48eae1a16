package org.sdvgen.cli.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells in columns as wide as their widest cell. Numbers end at the right, which columns of
 * picocli's tables cannot.
 */
public final class TextTable {
  private TextTable() {}

  /**
   * Aligns cells.
   *
   * @param rows rows of equally many cells, the head first
   * @param words how many of the first columns are words and begin at the left; the others are
   *     numbers and end at the right
   * @return lines without a line break at the end
   */
  public static String of(List<List<String>> rows, int words) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < row.size(); column++) {
        String room = " ".repeat(width(rows, column) - row.get(column).length());
        cells.add(column < words ? row.get(column) + room : room + row.get(column));
      }
      lines.add(String.join("  ", cells).stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
