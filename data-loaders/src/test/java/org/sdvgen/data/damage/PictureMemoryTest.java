package org.sdvgen.data.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.testkit.damage.SeparateProcess;

/** A picture is read if memory can hold all that is made of it, and refused otherwise. */
class PictureMemoryTest {
  private static final int HEAP_MEGABYTES = 48;

  /** Just within and just beyond what 24 bytes for a pixel allow. */
  private static final int[] SIDES = {1340, 1520};

  @TempDir private Path folder;

  @Test
  void memoryDecidesHowLargeAPictureMayBe() throws IOException {
    List<String> files = new ArrayList<>();
    for (int side : SIDES) {
      files.add(picture(side, BufferedImage.TYPE_INT_ARGB, "png"));
      files.add(picture(side, BufferedImage.TYPE_USHORT_GRAY, "png"));
      files.add(picture(side, BufferedImage.TYPE_INT_RGB, "jpg"));
      files.add(picture(side, BufferedImage.TYPE_INT_RGB, "tif"));
      files.add(picture(side, BufferedImage.TYPE_BYTE_INDEXED, "gif"));
    }
    SeparateProcess process =
        SeparateProcess.run(
            PictureMemory.class,
            HEAP_MEGABYTES + "m",
            Duration.ofMinutes(2),
            folder,
            files.toArray(String[]::new));
    assertEquals(0, process.exit(), process::summary);
    List<String> said = process.output().lines().toList();
    int half = files.size() / 2;
    assertEquals(files.size(), said.size(), process::output);
    for (int i = 0; i < half; i++) {
      assertEquals("read", said.get(i), files.get(i));
      String refusal = said.get(half + i);
      assertTrue(refusal.startsWith("refused: " + files.get(half + i) + ": "), refusal);
      assertTrue(refusal.contains("1520x1520 pixels are too many"), refusal);
    }
  }

  private String picture(int side, int type, String format) throws IOException {
    Path file = folder.resolve(side + "-" + type + "." + format);
    BufferedImage image = new BufferedImage(side, side, type);
    assertTrue(ImageIO.write(image, format, file.toFile()));
    return file.toString();
  }
}
