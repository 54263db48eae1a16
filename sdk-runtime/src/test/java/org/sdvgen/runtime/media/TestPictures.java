package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;

/** Small pictures that other programs wrote, and what they show. */
final class TestPictures {
  private TestPictures() {}

  /** Returns a file of the test's resources. */
  static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestPictures.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static RgbImage read(String name) {
    return read(file(name));
  }

  static RgbImage read(Path file) {
    return new PictureFile(file, ignored -> {}).readWhole();
  }

  /** Returns the notices of reading a picture. */
  static String notices(String name) {
    List<String> said = new ArrayList<>();
    new PictureFile(file(name), said::add).read(View.whole(8, 8, Fit.COVER));
    return String.join("; ", said);
  }

  static String refusal(Path file) {
    return Objects.requireNonNull(
        assertThrows(InputException.class, () -> read(file)).getMessage());
  }

  /** Reads the samples of a PNG file without the code under test. */
  static RgbImage plain(String name) throws IOException {
    BufferedImage image = ImageIO.read(file(name).toFile());
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    for (int i = 0; i < rgb.length; i++) {
      int argb = image.getRGB(i / 3 % image.getWidth(), i / 3 / image.getWidth());
      int alpha = argb >>> 24;
      int sample = (argb >> (16 - 8 * (i % 3))) & 0xFF;
      rgb[i] = (byte) Math.round((sample * alpha + 255 * (255 - alpha)) / 255.0);
    }
    return new RgbImage(image.getWidth(), image.getHeight(), rgb);
  }

  /** Compares two pictures: the mean and the largest difference of their samples. */
  static void assertLike(RgbImage expected, RgbImage image, double mean, int most) {
    assertEquals(expected.width() + "x" + expected.height(), image.width() + "x" + image.height());
    long sum = 0;
    for (int i = 0; i < image.rgb().length; i++) {
      int difference = Math.abs((expected.rgb()[i] & 0xFF) - (image.rgb()[i] & 0xFF));
      assertEquals(0, difference, most, "sample " + i);
      sum += difference;
    }
    assertEquals(0, (double) sum / image.rgb().length, mean, "mean difference");
  }
}
