package org.sdvgen.runtime.media;

import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageReader;

/**
 * JPEG in four inks, which ImageIO gives out as it is stored: as CMYK or as YCCK, of which Adobe's
 * segment tells; Adobe's programs, and all who follow them, store the amount of paper instead of
 * ink.
 */
final class JpegInks {
  private static final int YCCK = 2;
  private static final int MOST = 255;

  private JpegInks() {}

  /** Reads the picture that the reader was given. */
  static RgbaImage read(
      ImageReader reader, JpegSegments segments, ColorTag tag, List<String> changes)
      throws IOException {
    Raster stored = reader.readRaster(0, null);
    boolean adobe = segments.adobeTransform() >= 0;
    WritableRaster inks = stored.createCompatibleWritableRaster();
    int[] row = new int[4 * stored.getWidth()];
    for (int y = 0; y < stored.getHeight(); y++) {
      stored.getPixels(stored.getMinX(), stored.getMinY() + y, stored.getWidth(), 1, row);
      for (int at = 0; at < row.length; at += 4) {
        if (segments.adobeTransform() == YCCK) {
          toCmy(row, at);
        }
        for (int c = 0; adobe && c < 4; c++) {
          row[at + c] = MOST - row[at + c];
        }
      }
      inks.setPixels(0, y, stored.getWidth(), 1, row);
    }
    SampleRow samples = new SampleRow(inks, 4, tag.transform(4, changes));
    byte[] rgba = new byte[stored.getWidth() * stored.getHeight() * RgbaImage.CHANNELS];
    for (int y = 0; y < stored.getHeight(); y++) {
      samples.read(y, false, false);
      samples.write(rgba, y);
    }
    return new RgbaImage(stored.getWidth(), stored.getHeight(), rgba, false);
  }

  /** The YCC of YCCK is that of the light which C, M and Y leave (Adobe, technical note 5116). */
  private static void toCmy(int[] row, int at) {
    double y = row[at];
    double cb = row[at + 1] - 128;
    double cr = row[at + 2] - 128;
    row[at] = MOST - rounded(y + 1.402 * cr);
    row[at + 1] = MOST - rounded(y - 0.344136 * cb - 0.714136 * cr);
    row[at + 2] = MOST - rounded(y + 1.772 * cb);
  }

  private static int rounded(double level) {
    return (int) Math.round(Math.max(0, Math.min(MOST, level)));
  }
}
