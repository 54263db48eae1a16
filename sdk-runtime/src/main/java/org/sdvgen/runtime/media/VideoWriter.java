package org.sdvgen.runtime.media;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.AtomicFile;

/**
 * Writes clips as the file's ending asks: mp4 with H.264 (yuv420p, index in front), which every
 * player and browser shows, webm with VP9, or an animated webp or gif. The file appears complete or
 * not at all.
 */
public final class VideoWriter {
  private VideoWriter() {}

  /**
   * Writes a clip. Content that H.264 has no room for at its best quality, such as noise, is
   * written more coarsely.
   *
   * @param file the file; its folders are made
   * @param clip (3, F, H, W) in [-1, 1]; for mp4 H and W even and at least 16
   * @param framesPerSecond the rate at which it is to be shown, above 0
   * @throws InputException if the ending is not known, the size or rate cannot be encoded or the
   *     file cannot be written
   */
  public static void write(Path file, PixelClip clip, double framesPerSecond) {
    if (!(framesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "a clip is shown at a rate above 0, not " + framesPerSecond);
    }
    VideoFormat format = VideoFormat.of(file);
    format.requireSize(file, clip.width(), clip.height());
    format.requireRate(file, framesPerSecond);
    AtomicFile.replace(
        file,
        temporary -> {
          if (format == VideoFormat.GIF) {
            GifWriter.write(temporary, clip, framesPerSecond);
          } else {
            encode(file, temporary, format, clip, framesPerSecond);
          }
        });
  }

  /**
   * Checks before long work whether its result can be written there.
   *
   * @param file the file that the clip will be written to; its folders are made
   * @throws InputException if its ending is not known or it cannot be written
   */
  public static void requirePlace(Path file) {
    VideoFormat.of(file);
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder: give the name of a file");
    }
    WritablePlace.require(file.toAbsolutePath().resolveSibling(""), file);
  }

  /**
   * Checks a side of a clip before it is made.
   *
   * @param file the file that the clip will be written to
   * @param pixels its width or height
   * @throws InputException if the format has no frames with such a side
   */
  public static void requireSide(Path file, int pixels) {
    VideoFormat.of(file).requireSide(file, pixels);
  }

  /**
   * Checks the rate of a clip before it is made.
   *
   * @param file the file that the clip will be written to
   * @param framesPerSecond the rate at which it is to be shown
   * @throws InputException if the format cannot show frames at that rate
   */
  public static void requireRate(Path file, double framesPerSecond) {
    VideoFormat.of(file).requireRate(file, framesPerSecond);
  }

  private static void encode(
      Path file, Path temporary, VideoFormat format, PixelClip clip, double framesPerSecond) {
    for (Quantisers quantisers : Quantisers.FROM_BEST_TO_SMALLEST) {
      ClipEncoder.Shape shape =
          new ClipEncoder.Shape(format, clip.width(), clip.height(), framesPerSecond, quantisers);
      if (fits(file, temporary, clip, shape)) {
        return;
      }
    }
    throw new IllegalStateException(file + ": the encoder has no room for a frame of this clip");
  }

  private static boolean fits(Path file, Path temporary, PixelClip clip, ClipEncoder.Shape shape) {
    try (ClipEncoder encoder = ClipEncoder.open(file, temporary, shape)) {
      for (int f = 0; f < clip.frames(); f++) {
        if (!encoder.write(RgbImage.of(clip, f))) {
          return false;
        }
      }
      encoder.finish();
      return true;
    }
  }
}
