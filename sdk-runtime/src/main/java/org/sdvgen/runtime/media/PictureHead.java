package org.sdvgen.runtime.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The metadata of an encoded picture, which the decoders of {@code ImageIO} and FFmpeg pass over or
 * know for some formats only.
 *
 * @param orientation how the samples are to be turned
 * @param colors the space of the samples
 * @param fault why the file cannot hold a whole picture, a phrase, if that can be seen
 */
record PictureHead(Orientation orientation, ColorTag colors, Optional<String> fault) {
  /** The fault of a file that ends before its picture does. */
  static final String CUT_OFF = "it is cut off before the picture is complete";

  private static final PictureHead EMPTY =
      new PictureHead(Orientation.NORMAL, ColorTag.NONE, Optional.empty());

  /** Reads the metadata of a file of any format; empty for unknown formats. */
  static PictureHead of(byte[] file) {
    if (JpegSegments.begin(file)) {
      return JpegSegments.of(file).head();
    }
    if (PngChunks.begin(file)) {
      return PngChunks.of(file);
    }
    if (WebpChunks.begin(file)) {
      return WebpChunks.of(file).head();
    }
    if (startsWith(file, 4, "jP  ")) {
      return Jpeg2000Boxes.of(file);
    }
    TiffDirectory tiff = TiffDirectory.of(file);
    if (tiff != null) {
      return new PictureHead(
          tiff.orientation(),
          new ColorTag(tiff.iccProfile(), null),
          tiff.isComplete() ? Optional.empty() : Optional.of(CUT_OFF));
    }
    return isGif(file) ? GifBlocks.of(file) : EMPTY;
  }

  /** Returns whether a file has the signature of GIF. */
  static boolean isGif(byte[] file) {
    return startsWith(file, 0, "GIF8");
  }

  /** Returns whether ASCII text stands at a place of a file. */
  static boolean startsWith(byte[] file, int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    return at >= 0
        && at + wanted.length <= file.length
        && Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length);
  }

  /** Reads the orientation out of EXIF data, which some writers begin with a name. */
  static Orientation exifOrientation(byte[] exif) {
    int begin = startsWith(exif, 0, "Exif\0\0") ? 6 : 0;
    TiffDirectory tiff = TiffDirectory.of(Arrays.copyOfRange(exif, begin, exif.length));
    return tiff == null ? Orientation.NORMAL : tiff.orientation();
  }

  static PictureHead damaged(String fault) {
    return new PictureHead(Orientation.NORMAL, ColorTag.NONE, Optional.of(fault));
  }
}
