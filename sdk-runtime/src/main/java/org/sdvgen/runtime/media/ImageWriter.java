package org.sdvgen.runtime.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.runtime.io.AtomicFile;

/** Writes images as PNG, each file complete or not at all. */
public final class ImageWriter {
  private ImageWriter() {}

  /**
   * Writes one image.
   *
   * @param file the PNG file; its folders are made
   * @param image the pixels
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  public static void writePng(Path file, RgbImage image) {
    BufferedImage buffered = BufferedImages.toBuffered(image);
    AtomicFile.write(
        file, channel -> ImageIO.write(buffered, "png", Channels.newOutputStream(channel)));
  }

  /**
   * Encodes an image, for pages that hold their pictures themselves.
   *
   * @param image the pixels
   * @return a PNG file's content
   */
  public static byte[] png(RgbImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(BufferedImages.toBuffered(image), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Checks before long work whether frames can be written.
   *
   * @param folder where to; it is made if it is not there
   * @throws org.sdvgen.api.error.InputException if it is no folder, or no file can be made in it
   */
  public static void requireFolder(Path folder) {
    WritablePlace.require(folder, folder);
  }

  /**
   * Writes the frames of a clip as {@code 0000.png}, {@code 0001.png}, ...
   *
   * @param folder where to; it is made if it is not there
   * @param clip (3, F, H, W) in [-1, 1]
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  public static void writeFrames(Path folder, PixelClip clip) {
    for (int f = 0; f < clip.frames(); f++) {
      writePng(folder.resolve(String.format(Locale.ROOT, "%04d.png", f)), RgbImage.of(clip, f));
    }
  }
}
