package org.sdvgen.data.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;

/** Turns pages of one column into values. */
final class PageDecoder {
  private final LeafColumn column;
  private final CompressionCodec codec;
  private Optional<Dictionary> dictionary = Optional.empty();

  PageDecoder(LeafColumn column, CompressionCodec codec) {
    this.column = column;
    this.codec = codec;
  }

  /** Takes the dictionary that the data pages behind it refer to. */
  void dictionary(EncodedPage page, FileChannel channel) throws IOException {
    ByteBuffer body = page.body(channel);
    int size = page.header().getUncompressed_page_size();
    DictionaryPageHeader header = page.header().getDictionary_page_header();
    if (header.getNum_values() < 0 || header.getNum_values() > size) {
      throw new IOException("a dictionary is damaged: it has fewer words than it says");
    }
    Encoding encoding = Encoding.valueOf(header.getEncoding().name());
    DictionaryPage words =
        new DictionaryPage(
            BytesInput.from(Decompression.decompress(codec, body, size)),
            header.getNum_values(),
            encoding);
    dictionary = Optional.of(encoding.initDictionary(column.descriptor(), words));
  }

  /**
   * Decodes the first rows of a data page.
   *
   * @param rows number of rows
   * @return a value per row: a byte array, number or truth value; empty for null
   */
  List<Optional<Object>> values(EncodedPage page, FileChannel channel, int rows)
      throws IOException {
    ByteBuffer body = page.body(channel);
    return page.header().isSetData_page_header_v2()
        ? secondVersion(page, body, rows)
        : firstVersion(page, body, rows);
  }

  private List<Optional<Object>> firstVersion(EncodedPage page, ByteBuffer body, int rows)
      throws IOException {
    DataPageHeader header = page.header().getData_page_header();
    int size = page.header().getUncompressed_page_size();
    ByteBufferInputStream input =
        ByteBufferInputStream.wrap(Decompression.decompress(codec, body, size));
    IntSupplier levels = () -> 0;
    if (column.maxDefinition() > 0) {
      ValuesReader reader =
          Encoding.valueOf(header.getDefinition_level_encoding().name())
              .getValuesReader(column.descriptor(), ValuesType.DEFINITION_LEVEL);
      reader.initFromPage(header.getNum_values(), input);
      levels = reader::readInteger;
    }
    ValuesReader values = valuesReader(Encoding.valueOf(header.getEncoding().name()));
    values.initFromPage(header.getNum_values(), input);
    return values(levels, values, rows);
  }

  /** In pages of the second version the levels are never compressed and stand apart. */
  private List<Optional<Object>> secondVersion(EncodedPage page, ByteBuffer body, int rows)
      throws IOException {
    DataPageHeaderV2 header = page.header().getData_page_header_v2();
    int levelsEnd =
        header.getRepetition_levels_byte_length() + header.getDefinition_levels_byte_length();
    ByteBuffer levelBytes =
        body.duplicate().position(header.getRepetition_levels_byte_length()).limit(levelsEnd);
    RunLengthBitPackingHybridDecoder decoder =
        new RunLengthBitPackingHybridDecoder(
            BytesUtils.getWidthFromMaxInt(column.maxDefinition()),
            ByteBufferInputStream.wrap(levelBytes));
    ByteBuffer rest = body.duplicate().position(levelsEnd);
    int size = page.header().getUncompressed_page_size() - levelsEnd;
    ByteBuffer plain =
        header.isIs_compressed() ? Decompression.decompress(codec, rest, size) : rest;
    ValuesReader values = valuesReader(Encoding.valueOf(header.getEncoding().name()));
    values.initFromPage(header.getNum_values(), ByteBufferInputStream.wrap(plain));
    return values(column.maxDefinition() == 0 ? () -> 0 : level(decoder), values, rows);
  }

  private static IntSupplier level(RunLengthBitPackingHybridDecoder decoder) {
    return () -> {
      try {
        return decoder.readInt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private ValuesReader valuesReader(Encoding encoding) throws IOException {
    if (!encoding.usesDictionary()) {
      return encoding.getValuesReader(column.descriptor(), ValuesType.VALUES);
    }
    Dictionary words =
        dictionary.orElseThrow(
            () -> new IOException("a page refers to a dictionary, there is none"));
    return encoding.getDictionaryBasedValuesReader(column.descriptor(), ValuesType.VALUES, words);
  }

  private List<Optional<Object>> values(IntSupplier levels, ValuesReader reader, int rows) {
    List<Optional<Object>> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      values.add(
          levels.getAsInt() == column.maxDefinition()
              ? Optional.of(value(reader))
              : Optional.empty());
    }
    return values;
  }

  private Object value(ValuesReader reader) {
    return switch (column.type()) {
      case BOOLEAN -> reader.readBoolean();
      case INT32 -> reader.readInteger();
      case INT64 -> reader.readLong();
      case FLOAT -> reader.readFloat();
      case DOUBLE -> reader.readDouble();
      case BINARY -> reader.readBytes().getBytes();
      default -> throw new IllegalStateException("no column has the type " + column.type());
    };
  }
}
