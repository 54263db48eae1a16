package org.sdvgen.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.GitLfs;

/**
 * A Parquet file, read with Parquet's own encodings and without Hadoop. Columns may lie in structs;
 * those in lists and maps are skipped. Nothing is kept open between readings.
 */
public final class ParquetFile {
  private static final int MAGIC = 0x31524150; // PAR1
  private static final int TAIL = 8; // the footer's length and the magic number

  private final Path file;
  private final FileMetaData footer;
  private final Map<String, LeafColumn> columns;

  private ParquetFile(Path file, FileMetaData footer) {
    this.file = file;
    this.footer = footer;
    columns = LeafColumn.of(footer.getSchema());
  }

  /**
   * Reads what a file says of itself.
   *
   * @param file a Parquet file
   * @return the file
   * @throws InputException if it is none
   */
  public static ParquetFile open(Path file) {
    GitLfs.refusePointer(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new ParquetFile(file, footer(channel));
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": no such file", e);
    } catch (IOException | RuntimeException e) {
      // Parquet's own code trusts what a file says, so a damaged one ends in any exception.
      throw unreadable(file, e);
    }
  }

  private static FileMetaData footer(FileChannel channel) throws IOException {
    long end = channel.size() - TAIL;
    if (end < 0) {
      throw new IOException("it is no Parquet file, or it is cut off");
    }
    ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
    channel.read(tail, end);
    tail.flip();
    int length = tail.getInt();
    if (tail.getInt() != MAGIC || length < 0 || length > end) {
      throw new IOException("it is no Parquet file, or it is cut off");
    }
    return Thrift.read(new FileMetaData(), new PositionedInput(channel, end - length), length);
  }

  /**
   * The file.
   *
   * @return its name as given
   */
  public Path file() {
    return file;
  }

  /**
   * The columns that can be read.
   *
   * @return names, those of nested fields joined by dots, in the file's order
   */
  public Set<String> columns() {
    return columns.keySet();
  }

  /**
   * The number of rows.
   *
   * @return rows of all groups
   */
  public long rows() {
    return footer.getNum_rows();
  }

  /**
   * All values of a column as texts.
   *
   * @param column its name
   * @return a text per row: UTF-8 of byte arrays, numbers and truth values as Java writes them;
   *     empty for null
   * @throws InputException if the file is damaged
   */
  public List<String> texts(String column) {
    LeafColumn leaf = leaf(column);
    List<String> texts = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (RowGroup group : footer.getRow_groups()) {
        addTexts(ColumnChunkPages.of(channel, leaf, chunk(group, leaf)), channel, texts);
      }
      return texts;
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static void addTexts(ColumnChunkPages pages, FileChannel channel, List<String> texts)
      throws IOException {
    PageDecoder decoder = pages.decoder(channel);
    for (EncodedPage page : pages.data()) {
      decoder
          .values(page, channel, page.rows())
          .forEach(value -> texts.add(value.map(ParquetFile::text).orElse("")));
    }
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  /**
   * Finds the pages of a column of byte arrays, so that single values can be read.
   *
   * @param column its name
   * @return the column
   * @throws InputException if the file is damaged
   */
  public BinaryColumn binary(String column) {
    LeafColumn leaf = leaf(column);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      List<BinaryColumn.Page> pages = new ArrayList<>();
      long row = 0;
      for (RowGroup group : footer.getRow_groups()) {
        ColumnMetaData about = chunk(group, leaf);
        ColumnChunkPages chunk = ColumnChunkPages.of(channel, leaf, about);
        boolean lacksValues = about.isSetStatistics() && about.getStatistics().getNull_count() > 0;
        for (EncodedPage page : chunk.data()) {
          boolean thisOne = page.nulls().orElse(lacksValues ? 1 : 0) > 0;
          pages.add(new BinaryColumn.Page(row, page.start(), thisOne, chunk.withoutPages()));
          row += page.rows();
        }
      }
      return new BinaryColumn(file, pages, row);
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private LeafColumn leaf(String column) {
    LeafColumn leaf = columns.get(column);
    if (leaf == null) {
      throw new InputException(
          "%s: there is no column %s, only %s".formatted(file, column, columns.keySet()));
    }
    return leaf;
  }

  private static ColumnMetaData chunk(RowGroup group, LeafColumn leaf) {
    return group.getColumns().get(leaf.index()).getMeta_data();
  }

  static InputException unreadable(Path file, Exception cause) {
    // Messages of Parquet's own code (a null, an index) do not help a user.
    String reason =
        cause instanceof IOException ? String.valueOf(cause.getMessage()) : "it is damaged";
    return new InputException(
        "%s: this Parquet file cannot be read: %s; fetch or write it again".formatted(file, reason),
        cause);
  }
}
