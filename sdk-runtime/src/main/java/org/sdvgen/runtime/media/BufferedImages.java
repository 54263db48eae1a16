package org.sdvgen.runtime.media;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Between {@link BufferedImage} and {@link RgbImage}. */
final class BufferedImages {
  private BufferedImages() {}

  /** Converts to 8-bit sRGB, transparency composited over white. */
  static RgbImage toRgb(BufferedImage image) {
    ColorModel model = image.getColorModel();
    boolean grey =
        model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(model instanceof IndexColorModel);
    return grey ? fromGrey(image) : fromColour(image);
  }

  /** Wraps the pixels of a picture for {@code ImageIO}. */
  static BufferedImage toBuffered(RgbImage picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int packed =
            picture.sample(x, y, 0) << 16 | picture.sample(x, y, 1) << 8 | picture.sample(x, y, 2);
        image.setRGB(x, y, packed);
      }
    }
    return image;
  }

  /**
   * Reads grey samples as they are stored: {@code getRGB} would take Java's grey for a linear light
   * scale and brighten every picture.
   */
  private static RgbImage fromGrey(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    double toByte = 255.0 / ((1 << image.getColorModel().getComponentSize(0)) - 1);
    int bands = raster.getNumBands();
    int[] row = new int[width * bands];
    byte[] rgb = new byte[width * image.getHeight() * RgbImage.CHANNELS];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int level = (int) Math.round(row[x * bands] * toByte);
        int alpha = bands > 1 ? (int) Math.round(row[x * bands + 1] * toByte) : 255;
        byte sample = Alpha.overWhite(level, alpha);
        rgb[to++] = sample;
        rgb[to++] = sample;
        rgb[to++] = sample;
      }
    }
    return new RgbImage(width, image.getHeight(), rgb);
  }

  private static RgbImage fromColour(BufferedImage image) {
    int width = image.getWidth();
    int[] row = new int[width];
    byte[] rgb = new byte[width * image.getHeight() * RgbImage.CHANNELS];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        rgb[to++] = Alpha.overWhite(argb >> 16 & 0xFF, alpha);
        rgb[to++] = Alpha.overWhite(argb >> 8 & 0xFF, alpha);
        rgb[to++] = Alpha.overWhite(argb & 0xFF, alpha);
      }
    }
    return new RgbImage(width, image.getHeight(), rgb);
  }
}
