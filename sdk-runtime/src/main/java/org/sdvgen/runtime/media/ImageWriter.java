package org.sdvgen.runtime.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.error.InputException;

/** Writes images as PNG, each file complete or not at all. */
public final class ImageWriter {
  private ImageWriter() {}

  /**
   * Writes one image.
   *
   * @param file the PNG file; its folders are made
   * @param image the pixels
   * @throws InputException if the file cannot be written
   */
  public static void writePng(Path file, RgbImage image) {
    try (AtomicFile atomic = new AtomicFile(file)) {
      try {
        ImageIO.write(BufferedImages.toBuffered(image), "png", atomic.temporary().toFile());
      } catch (IOException e) {
        throw atomic.failure(e);
      }
      atomic.commit();
    }
  }

  /**
   * Writes the frames of a clip as {@code 0000.png}, {@code 0001.png}, ...
   *
   * @param folder where to; it is made if it is not there
   * @param clip (3, F, H, W) in [-1, 1]
   * @throws InputException if a file cannot be written
   */
  public static void writeFrames(Path folder, PixelClip clip) {
    for (int f = 0; f < clip.frames(); f++) {
      writePng(folder.resolve(String.format(Locale.ROOT, "%04d.png", f)), RgbImage.of(clip, f));
    }
  }
}
