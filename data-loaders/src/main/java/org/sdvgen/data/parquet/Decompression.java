package org.sdvgen.data.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;

/** The compressions that writers of data sets use. */
final class Decompression {
  /** No writer makes larger pages, in bytes: a row group of pictures has some hundred million. */
  private static final int LARGEST_PAGE = 1 << 30;

  private Decompression() {}

  /**
   * Decompresses what is left in a buffer.
   *
   * @param codec compression of the buffer
   * @param compressed a buffer on the heap, read to its end
   * @param size the number of bytes that come out
   * @throws IOException if the bytes are damaged or the compression is another one
   */
  static ByteBuffer decompress(CompressionCodec codec, ByteBuffer compressed, int size)
      throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> compressed;
      case SNAPPY -> {
        require(SnappyDecompressor.getUncompressedLength(bytes(compressed), 0), size);
        yield decompress(new SnappyDecompressor(), compressed, size);
      }
      case ZSTD -> {
        long announced =
            ZstdDecompressor.getDecompressedSize(bytes(compressed), 0, compressed.remaining());
        // A frame need not say its size; then the page's word is taken within the limit.
        require(announced < 0 ? size : announced, size);
        yield decompress(new ZstdDecompressor(), compressed, size);
      }
      case GZIP -> gunzip(compressed, size);
      default ->
          throw new IOException(
              "its compression is " + codec + ": write it with snappy, gzip, zstd or none");
    };
  }

  /** Makes sure that both sizes agree before so much memory is taken. */
  private static void require(long announced, int size) throws IOException {
    if (announced != size || size > LARGEST_PAGE) {
      throw new IOException("a page is damaged: its size is not what it says");
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    int start = buffer.arrayOffset() + buffer.position();
    return Arrays.copyOfRange(buffer.array(), start, start + buffer.remaining());
  }

  private static ByteBuffer decompress(Decompressor decompressor, ByteBuffer from, int size)
      throws IOException {
    ByteBuffer to = ByteBuffer.allocate(size);
    try {
      decompressor.decompress(from, to);
    } catch (MalformedInputException e) {
      throw new IOException("a page is damaged", e);
    }
    return to.flip();
  }

  private static ByteBuffer gunzip(ByteBuffer from, int size) throws IOException {
    ByteArrayInputStream bytes =
        new ByteArrayInputStream(
            from.array(), from.arrayOffset() + from.position(), from.remaining());
    try (GZIPInputStream input = new GZIPInputStream(bytes)) {
      return ByteBuffer.wrap(input.readNBytes(size));
    }
  }
}
