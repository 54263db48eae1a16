package org.sdvgen.runtime.media;

import java.nio.file.Path;
import java.util.Locale;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.weights.AtomicFile;

/**
 * Writes clips as H.264 in mp4 (yuv420p, index in front), which every player and browser shows. The
 * file appears complete or not at all.
 */
public final class VideoWriter {
  private static final int LEAST_SIDE = 16;

  private VideoWriter() {}

  /**
   * Writes a clip. Content that the encoder has no room for at its best quality, such as noise, is
   * written more coarsely.
   *
   * @param file the mp4 file; its folders are made
   * @param clip (3, F, H, W) in [-1, 1]; H and W even and at least 16
   * @param framesPerSecond the rate at which it is to be shown, above 0
   * @throws InputException if the size cannot be encoded or the file cannot be written
   */
  public static void write(Path file, PixelClip clip, double framesPerSecond) {
    if (!(framesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "a clip is shown at a rate above 0, not " + framesPerSecond);
    }
    requireEncodable(file, clip.width(), clip.height());
    AtomicFile.replace(file, temporary -> encode(file, temporary, clip, framesPerSecond));
  }

  private static void encode(Path file, Path temporary, PixelClip clip, double framesPerSecond) {
    for (Quantisers quantisers : Quantisers.FROM_BEST_TO_SMALLEST) {
      if (fits(file, temporary, clip, framesPerSecond, quantisers)) {
        return;
      }
    }
    throw new IllegalStateException(file + ": the encoder has no room for a frame of this clip");
  }

  private static boolean fits(
      Path file, Path temporary, PixelClip clip, double framesPerSecond, Quantisers quantisers) {
    try (Mp4Encoder encoder =
        Mp4Encoder.open(
            file, temporary, clip.width(), clip.height(), framesPerSecond, quantisers)) {
      for (int f = 0; f < clip.frames(); f++) {
        if (!encoder.write(RgbImage.of(clip, f))) {
          return false;
        }
      }
      encoder.finish();
      return true;
    }
  }

  private static void requireEncodable(Path file, int width, int height) {
    boolean even = width % 2 == 0 && height % 2 == 0;
    if (!even || width < LEAST_SIDE || height < LEAST_SIDE) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              ("%s: H.264 needs an even width and height of at least %d, not %dx%d;"
                  + " take another size or write PNG frames"),
              file,
              LEAST_SIDE,
              width,
              height));
    }
  }
}
