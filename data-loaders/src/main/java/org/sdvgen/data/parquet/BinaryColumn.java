package org.sdvgen.data.parquet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.error.InputException;

/** A column of byte arrays of which single values are read: of one page, not of the whole group. */
public final class BinaryColumn {
  private final Path file;
  private final List<Page> pages;
  private final long rows;

  /**
   * A column.
   *
   * @param file the file that it lies in
   * @param pages its pages in the order of their rows
   * @param rows number of rows of all pages
   */
  BinaryColumn(Path file, List<Page> pages, long rows) {
    this.file = file;
    this.rows = rows;
    this.pages = List.copyOf(pages);
  }

  /**
   * The number of rows.
   *
   * @return rows, nulls included
   */
  public long rows() {
    return rows;
  }

  /**
   * Reads one value. May be called from several threads.
   *
   * @param row the row, counted from 0 over the whole file
   * @return its bytes; empty for null
   * @throws InputException if the file is damaged or has become another since it was opened
   */
  public Optional<byte[]> read(long row) {
    Page page = pageOf(row);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int within = Math.toIntExact(row - page.firstRow());
      return page.chunk()
          .decoder(channel)
          .values(EncodedPage.at(channel, page.start()), channel, within + 1)
          .get(within)
          .map(value -> (byte[]) value);
    } catch (IOException | RuntimeException e) {
      throw ParquetFile.unreadable(file, e);
    }
  }

  /**
   * Finds the rows without a value. Only pages that have some by what the file says are read; of a
   * file that does not say, none.
   *
   * @return the numbers of these rows, counted from 0 over the whole file
   * @throws InputException if the file is damaged or has become another since it was opened
   */
  public BitSet missing() {
    BitSet missing = new BitSet();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (Page page : pages) {
        if (page.lacksValues()) {
          EncodedPage encoded = EncodedPage.at(channel, page.start());
          List<Optional<Object>> values =
              page.chunk().decoder(channel).values(encoded, channel, encoded.rows());
          for (int i = 0; i < values.size(); i++) {
            missing.set(Math.toIntExact(page.firstRow()) + i, values.get(i).isEmpty());
          }
        }
      }
      return missing;
    } catch (IOException | RuntimeException e) {
      throw ParquetFile.unreadable(file, e);
    }
  }

  private Page pageOf(long row) {
    int low = 0;
    int high = pages.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (pages.get(middle).firstRow() <= row) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return pages.get(low);
  }

  /**
   * A data page.
   *
   * @param firstRow the file's row that its first value belongs to
   * @param start its first byte
   * @param lacksValues whether rows of it have none, as far as the file says
   * @param chunk compression and dictionary
   */
  record Page(long firstRow, long start, boolean lacksValues, ColumnChunkPages chunk) {}
}
