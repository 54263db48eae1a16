package org.sdvgen.runtime.media;

import java.util.Locale;
import org.sdvgen.api.error.InputException;

/** The size limit of a picture or a frame: it must fit into memory, whatever a header claims. */
final class PixelLimit {
  /** Beyond this a header is more likely an attack or damage than a picture. */
  private static final long MOST_PIXELS = 180_000_000;

  /** Samples as they are decoded, converted, turned and fitted are held at once. */
  private static final long BYTES_PER_PIXEL = 24;

  private PixelLimit() {}

  /** Returns the most pixels that can be read. */
  static long pixels() {
    return Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / BYTES_PER_PIXEL);
  }

  /**
   * Checks a size before anything of that size is allocated.
   *
   * @param name the file, for the message
   * @throws InputException if a picture of that size cannot be held
   */
  static void require(Object name, long width, long height) {
    if (width < 1 || height < 1) {
      throw new InputException(name + ": its size is " + width + "x" + height);
    }
    if (width > pixels() / height) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %dx%d pixels are too many, %d million at most can be read here; scale it down",
              name,
              width,
              height,
              pixels() / 1_000_000));
    }
  }
}
