package org.sdvgen.runtime.media;

import java.awt.Transparency;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.List;

/** Between {@link BufferedImage} and the pictures of this package. */
final class BufferedImages {
  private BufferedImages() {}

  /**
   * Converts to 8-bit sRGB. Samples are taken as they are stored, not through the image's colour
   * model: Java takes grey for a linear light scale, and it knows the profiles of some formats
   * only.
   *
   * @param tag the file's colour description
   * @param changes takes phrases about changes of the colours
   * @throws UnsupportedSamplesException if the samples are not whole numbers
   */
  static RgbaImage toRgba(BufferedImage image, ColorTag tag, List<String> changes) {
    ColorModel model = image.getColorModel();
    return model instanceof ComponentColorModel
        ? fromSamples(image.getRaster(), model, tag, changes)
        : fromPacked(image).inSrgb(tag, changes);
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

  /** Palettes and packed pixels hold sRGB at 8 bits, as far as Java is concerned. */
  private static RgbaImage fromPacked(BufferedImage image) {
    int width = image.getWidth();
    int[] row = new int[width];
    byte[] rgba = new byte[width * image.getHeight() * RgbaImage.CHANNELS];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        rgba[to++] = (byte) (argb >> 16);
        rgba[to++] = (byte) (argb >> 8);
        rgba[to++] = (byte) argb;
        rgba[to++] = (byte) (argb >>> 24);
      }
    }
    return new RgbaImage(
        width,
        image.getHeight(),
        rgba,
        image.getColorModel().getTransparency() != Transparency.OPAQUE);
  }

  private static RgbaImage fromSamples(
      Raster raster, ColorModel model, ColorTag tag, List<String> changes) {
    requireWholeNumbers(raster);
    int channels = model.getNumColorComponents();
    SampleRow row = new SampleRow(raster, channels, tag.transform(channels, changes));
    byte[] rgba = new byte[raster.getWidth() * raster.getHeight() * RgbaImage.CHANNELS];
    for (int y = 0; y < raster.getHeight(); y++) {
      row.read(y, model.hasAlpha(), model.isAlphaPremultiplied());
      row.write(rgba, y);
    }
    return new RgbaImage(raster.getWidth(), raster.getHeight(), rgba, model.hasAlpha());
  }

  private static void requireWholeNumbers(Raster raster) {
    int type = raster.getTransferType();
    if (type != DataBuffer.TYPE_BYTE
        && type != DataBuffer.TYPE_USHORT
        && type != DataBuffer.TYPE_INT) {
      throw new UnsupportedSamplesException();
    }
  }

  /** Samples whose range is not known: signed and floating numbers. */
  static final class UnsupportedSamplesException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
