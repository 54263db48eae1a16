package org.sdvgen.runtime.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.Checksum;

/**
 * An input of FFmpeg: a whole file, or a range of one, such as an entry of an archive.
 *
 * @param file the file
 * @param name names it in messages
 * @param start where the range begins, bytes
 * @param length the range's length in bytes; empty for the rest of the file
 */
record MediaFile(Path file, String name, long start, OptionalLong length) {
  /** A whole file. */
  static MediaFile whole(Path file) {
    return new MediaFile(file, file.toString(), 0, OptionalLong.empty());
  }

  /** A whole file that stands for another, such as a copy of bytes out of an archive. */
  static MediaFile named(String name, Path file) {
    return new MediaFile(file, name, 0, OptionalLong.empty());
  }

  /** The name without folders. */
  String shortName() {
    return length.isPresent() ? name : String.valueOf(file.getFileName());
  }

  /**
   * The name as FFmpeg takes it. The protocol prefix keeps a name such as {@code a:b.mp4} from
   * being read as a URL.
   */
  String url() {
    String whole = "file:" + file.toAbsolutePath();
    return length.isEmpty()
        ? whole
        : String.format(
            Locale.ROOT, "subfile,,start,%d,end,%d,,:%s", start, start + length.getAsLong(), whole);
  }

  /**
   * The protocols that reading needs; a playlist must not make a data set reach for the network.
   */
  String protocols() {
    return length.isEmpty() ? "file" : "subfile,file";
  }

  /**
   * Tells this from another in its place.
   *
   * @param content whether pieces of it are read
   * @return name and length, and a checksum of the pieces
   * @throws InputException if it is not there
   */
  String identity(boolean content) {
    try {
      long bytes = length.isPresent() ? length.getAsLong() : Files.size(file);
      String listed = shortName() + ", " + bytes + " bytes";
      return content ? listed + ", " + Checksum.ofSpots(file, start, bytes) : listed;
    } catch (IOException e) {
      throw new InputException(name + " cannot be read: " + e, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
