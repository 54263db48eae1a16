package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands beside the samples: turning, completeness, size. */
class PictureHeadTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "tiff-orientation-6.tif,0,0",
    "webp-exif-orientation-6.webp,0,0",
    "jpeg-exif-orientation-6-as-long.jpg,1,40"
  })
  void orientationIsFollowedInEveryFormat(String name, double mean, int most) throws IOException {
    RgbImage upright =
        TestPictures.plain("what-the-cmyk-and-turned-ones-show.png")
            .oriented(Orientation.QUARTER_TURN);
    TestPictures.assertLike(upright, TestPictures.read(name), mean, most);
    assertEquals(
        64.0 / 96, new PictureFile(TestPictures.file(name), n -> {}).aspectRatio().orElse(0));
  }

  @ParameterizedTest
  @CsvSource({
    // value, column and row of the stored picture that are shown in the top left corner
    "1,0,0",
    "2,1,0",
    "3,1,1",
    "4,0,1",
    "5,0,0",
    "6,0,1",
    "7,1,1",
    "8,1,0"
  })
  void everyOrientationInEveryNotation(int value, int column, int row) throws IOException {
    byte[] jpeg = corners();
    int corner = row * 2 + column;
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      for (int type : new int[] {3, 4}) {
        for (int fill : new int[] {0, 1, 7}) {
          Path file = folder.resolve("turned.jpg");
          Files.write(file, withOrientation(jpeg, exif(value, type, order), fill));
          RgbImage image = TestPictures.read(file);
          assertEquals(value < 5 ? 32 : 48, image.width());
          assertEquals(60 + 40 * corner, image.sample(4, 4, 1), 6, "type " + type + ", " + order);
        }
      }
    }
  }

  @Test
  void aJpegThatIsCutOffIsRefused() throws IOException {
    Path half = TestPictures.file("jpeg-cut-in-half.jpg");
    assertEquals(
        half
            + ": no picture can be read from this file: it is cut off before the picture is"
            + " complete",
        TestPictures.refusal(half));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "display-p3.jpg",
        "display-p3.png",
        "display-p3.tif",
        "display-p3.webp",
        "display-p3.jp2",
        "jpeg-cmyk.jpg",
        "webp-animated.webp",
        "gif-first-frame-smaller-than-screen.gif",
        "heic-of-tiles-turned.heic",
        "avif-with-transparency.avif"
      })
  void everyFormatIsRefusedWhereItIsCutOff(String name) throws IOException {
    byte[] whole = Files.readAllBytes(TestPictures.file(name));
    for (double part : new double[] {0.3, 0.6, 0.9, 0.99}) {
      Path file = folder.resolve("cut-" + name);
      Files.write(file, Arrays.copyOf(whole, (int) (whole.length * part)));
      assertTrue(TestPictures.refusal(file).startsWith(file + ": "), name + " at " + part);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"display-p3.tif", "tiff-orientation-6.tif"})
  void aTiffThatEndsBeforeItsSamplesSaysSo(String name) throws IOException {
    byte[] whole = Files.readAllBytes(TestPictures.file(name));
    Path file = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length - 1));
    assertTrue(TestPictures.refusal(file).endsWith("before the picture is complete"));
  }

  /** The last byte of a GIF says that nothing follows. */
  @Test
  void aGifThatLacksItsTrailerAloneIsWhole() throws IOException {
    byte[] whole = Files.readAllBytes(TestPictures.file("gif-first-frame-smaller-than-screen.gif"));
    Path file = Files.write(folder.resolve("a.gif"), Arrays.copyOf(whole, whole.length - 1));
    RgbImage expected = TestPictures.read("gif-first-frame-smaller-than-screen.gif");
    assertArrayEquals(expected.rgb(), TestPictures.read(file).rgb());
  }

  /** Rows of BMP are filled to four bytes: without those of the last row all pixels are there. */
  @ParameterizedTest
  @CsvSource({"5,1,true", "5,2,false", "6,2,true", "6,3,false", "8,1,false"})
  void aBmpThatLacksPixelsIsRefused(int width, int cut, boolean isWhole) throws IOException {
    BufferedImage image = new BufferedImage(width, 3, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 3 * width; i++) {
      image.setRGB(i % width, i / width, 0x10203 * (i + 1));
    }
    Path file = folder.resolve("a.bmp");
    assertTrue(ImageIO.write(image, "bmp", file.toFile()));
    RgbImage whole = TestPictures.read(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - cut));
    if (isWhole) {
      assertArrayEquals(whole.rgb(), TestPictures.read(file).rgb());
    } else {
      assertTrue(TestPictures.refusal(file).startsWith(file + ": "), TestPictures.refusal(file));
    }
  }

  /** Its decoder leaves black what is missing, so no file of that format is taken. */
  @Test
  void aFormatWhoseCutFilesCannotBeToldIsRefused() throws IOException {
    ByteBuffer qoi = ByteBuffer.allocate(14 + 4 * 32 + 8);
    qoi.put("qoif".getBytes(StandardCharsets.US_ASCII)).putInt(8).putInt(4).put((byte) 3);
    for (qoi.position(14); qoi.position() < 14 + 4 * 32; ) {
      qoi.putInt(0xFE102030 + qoi.position());
    }
    qoi.put(qoi.limit() - 1, (byte) 1);
    for (int cut : new int[] {0, 30}) {
      Path file = folder.resolve("a.qoi");
      Files.write(file, Arrays.copyOf(qoi.array(), qoi.limit() - cut));
      String message = TestPictures.refusal(file);
      assertTrue(message.startsWith(file + ": ") && message.contains("whether qoi is"), message);
      assertTrue(message.endsWith("convert it to PNG"), message);
    }
  }

  /** Portable pixmaps hold levels or light. */
  @Test
  void aPixmapOfLevelsIsReadAndOneOfLightIsRefused() throws IOException {
    Path levels = folder.resolve("levels.ppm");
    byte[] pixels = {10, 20, 30, 40, 50, 60};
    byte[] head = "P6\n2 1\n255\n".getBytes(StandardCharsets.US_ASCII);
    Files.write(levels, TestHeif.joined(head, pixels));
    assertArrayEquals(pixels, TestPictures.read(levels).rgb());
    Files.write(levels, TestHeif.joined(head, Arrays.copyOf(pixels, 5)));
    assertTrue(TestPictures.refusal(levels).startsWith(levels + ": "));
    Path light = folder.resolve("light.pfm");
    byte[] floats = TestHeif.ints(0x3F800000, 0x3F000000, 0, 0, 0x3F000000, 0x3F800000);
    Files.write(
        light, TestHeif.joined("PF\n2 1\n1.0\n".getBytes(StandardCharsets.US_ASCII), floats));
    assertTrue(TestPictures.refusal(light).endsWith("convert it to PNG"));
  }

  @Test
  void aPngWithoutItsEndIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(TestPictures.file("display-p3.png"));
    int end = 12;
    Path file = folder.resolve("without-end.png");
    Files.write(file, Arrays.copyOf(whole, whole.length - end));
    assertTrue(TestPictures.refusal(file).endsWith("before the picture is complete"));
  }

  @Test
  void aFrameOfWebpThatIsSmallerThanTheCanvasKeepsItsPlace() throws IOException {
    byte[] bytes = Files.readAllBytes(TestPictures.file("webp-animated.webp"));
    RgbImage plain = TestPictures.read("webp-animated.webp");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // A canvas of 104 pixels, less one, and a frame that lies twice four from its left.
    bytes[text.indexOf("VP8X") + 12] = 103;
    bytes[text.indexOf("ANMF") + 8] = 4;
    RgbImage image = TestPictures.read(Files.write(folder.resolve("placed.webp"), bytes));
    assertEquals("104x64", image.width() + "x" + image.height());
    assertArrayEquals(plain.rgb(), image.part(8, 0, 96, 64).rgb());
    assertEquals(255, image.sample(7, 20, 1));
  }

  @Test
  void aCutOffJpegThatWasGivenItsEndIsRefused() throws IOException {
    byte[] half = Files.readAllBytes(TestPictures.file("jpeg-cut-in-half.jpg"));
    byte[] ended = Arrays.copyOf(half, half.length + 2);
    ended[half.length] = (byte) 0xFF;
    ended[half.length + 1] = (byte) 0xD9;
    Path file = Files.write(folder.resolve("ended.jpg"), ended);
    assertTrue(TestPictures.refusal(file).contains("damaged"), TestPictures.refusal(file));
  }

  @Test
  void aDamagedChunkOfPngIsNamed() {
    String message = TestPictures.refusal(TestPictures.file("png-damaged-size.png"));
    assertTrue(message.contains("its chunk IHDR is damaged"), message);
  }

  @Test
  void aPictureThatIsTooLargeIsRefusedBeforeItIsDecoded() {
    String message = TestPictures.refusal(TestPictures.file("png-30000x24000.png"));
    assertTrue(message.contains("30000x24000 pixels are too many"), message);
  }

  @Test
  void anAnimatedWebpGivesItsFirstFrame() {
    RgbImage image = TestPictures.read("webp-animated.webp");
    assertEquals("96x64", image.width() + "x" + image.height());
    String said = TestPictures.notices("webp-animated.webp");
    assertTrue(said.contains("the first of 4 frames"), said);
  }

  @Test
  void aGifFrameThatIsSmallerThanTheScreenKeepsItsPlace() throws IOException {
    Path file = TestPictures.file("gif-first-frame-smaller-than-screen.gif");
    RgbImage image = TestPictures.read(file);
    assertEquals("96x64", image.width() + "x" + image.height());
    // ImageIO gives the frame alone; it lies at (24, 16).
    BufferedImage frame = ImageIO.read(file.toFile());
    for (int y = 0; y < frame.getHeight(); y++) {
      assertEquals(frame.getRGB(3, y) >> 8 & 0xFF, image.sample(24 + 3, 16 + y, 1));
    }
  }

  /** Four grey corners of 60, 100, 140 and 180. */
  private static byte[] corners() throws IOException {
    BufferedImage image = new BufferedImage(32, 48, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, 0x010101 * (60 + 40 * (x / 16) + 80 * (y / 24)));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  private static byte[] exif(int value, int type, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 1).putShort((short) 0x0112);
    tiff.putShort((short) type).putInt(1);
    if (type == 3) {
      tiff.putShort((short) value);
    } else {
      tiff.putInt(value);
    }
    return tiff.array();
  }

  private static byte[] withOrientation(byte[] jpeg, byte[] exif, int fillBytes) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + fillBytes + 10 + exif.length);
    out.put(jpeg, 0, 2);
    for (int i = 0; i < fillBytes; i++) {
      out.put((byte) 0xFF);
    }
    out.putShort((short) 0xFFE1).putShort((short) (8 + exif.length));
    out.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }
}
