package org.sdvgen.data.parquet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;

/**
 * The part of a column that lies in one row group.
 *
 * @param column the column
 * @param codec compression of its pages
 * @param dictionary first byte of its dictionary, if it has one
 * @param data its data pages in their order
 */
record ColumnChunkPages(
    LeafColumn column, CompressionCodec codec, OptionalLong dictionary, List<EncodedPage> data) {
  /** Reads the headers of all pages; no index of pages is needed, and few writers make one. */
  static ColumnChunkPages of(FileChannel channel, LeafColumn column, ColumnMetaData chunk)
      throws IOException {
    List<EncodedPage> data = new ArrayList<>();
    OptionalLong dictionary = OptionalLong.empty();
    long next = start(chunk);
    for (long rows = 0; rows < chunk.getNum_values(); rows += data.get(data.size() - 1).rows()) {
      EncodedPage page = EncodedPage.at(channel, next);
      next = page.end();
      if (page.isDictionary()) {
        dictionary = OptionalLong.of(page.start());
        page = EncodedPage.at(channel, next);
        next = page.end();
      }
      if (page.rows() < 1) {
        throw new IOException("a page holds no rows: " + page.header().getType());
      }
      data.add(page);
    }
    return new ColumnChunkPages(column, chunk.getCodec(), dictionary, data);
  }

  /** Some writers leave the dictionary's place out, or write 0 for none. */
  private static long start(ColumnMetaData chunk) {
    long data = chunk.getData_page_offset();
    return chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0
        ? Math.min(data, chunk.getDictionary_page_offset())
        : data;
  }

  /** Returns this chunk without its list of pages, for those who keep their own. */
  ColumnChunkPages withoutPages() {
    return new ColumnChunkPages(column, codec, dictionary, List.of());
  }

  /** Makes a decoder for this chunk's pages. */
  PageDecoder decoder(FileChannel channel) throws IOException {
    PageDecoder decoder = new PageDecoder(column, codec);
    if (dictionary.isPresent()) {
      decoder.dictionary(EncodedPage.at(channel, dictionary.getAsLong()), channel);
    }
    return decoder;
  }
}
