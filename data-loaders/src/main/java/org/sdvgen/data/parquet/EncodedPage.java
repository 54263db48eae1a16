package org.sdvgen.data.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;

/**
 * A page as it is stored in the file.
 *
 * @param header the page's header
 * @param start its first byte
 * @param position first byte of its body, after the header
 */
record EncodedPage(PageHeader header, long start, long position) {
  /** Statistics in a header hold two values of the column, which may be long texts. */
  private static final int LONGEST_HEADER = 1 << 24;

  /** Writers start a new page after some ten thousand rows. */
  private static final int MOST_ROWS = 1 << 24;

  /** Reads the header at a place of a file. */
  static EncodedPage at(FileChannel channel, long start) throws IOException {
    PositionedInput input = new PositionedInput(channel, start);
    PageHeader header = Thrift.read(new PageHeader(), input, LONGEST_HEADER);
    if (header.getCompressed_page_size() < 0
        || header.getUncompressed_page_size() < 0
        || header.getCompressed_page_size() > channel.size() - input.position()) {
      throw new IOException("a page is damaged, or the file is cut off");
    }
    EncodedPage page = new EncodedPage(header, start, input.position());
    if (page.rows() < 0 || page.rows() > MOST_ROWS) {
      throw new IOException("a page is damaged: it says that it has " + page.rows() + " rows");
    }
    return page;
  }

  /** The start of the next page. */
  long end() {
    return position + header.getCompressed_page_size();
  }

  boolean isDictionary() {
    return header.getType() == PageType.DICTIONARY_PAGE;
  }

  /** The number of rows, nulls included; 0 for pages that hold no rows. */
  int rows() {
    return switch (header.getType()) {
      case DATA_PAGE -> header.getData_page_header().getNum_values();
      case DATA_PAGE_V2 -> header.getData_page_header_v2().getNum_values();
      default -> 0;
    };
  }

  /** The number of rows without a value; empty if the page does not say. */
  OptionalLong nulls() {
    if (header.isSetData_page_header_v2()) {
      return OptionalLong.of(header.getData_page_header_v2().getNum_nulls());
    }
    DataPageHeader first = header.getData_page_header();
    return first.isSetStatistics() && first.getStatistics().isSetNull_count()
        ? OptionalLong.of(first.getStatistics().getNull_count())
        : OptionalLong.empty();
  }

  /** Reads the body, still compressed. */
  ByteBuffer body(FileChannel channel) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(header.getCompressed_page_size());
    while (body.hasRemaining()) {
      if (channel.read(body, position + body.position()) < 0) {
        throw new EOFException("the file is cut off");
      }
    }
    return body.flip();
  }
}
