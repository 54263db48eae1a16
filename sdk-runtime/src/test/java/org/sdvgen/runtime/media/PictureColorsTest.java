package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.View;

/** Colours that are not stored as sRGB. */
class PictureColorsTest {
  /** From light in Display P3 to light in sRGB (CSS Color 4). */
  private static final double[][] P3_TO_SRGB = {
    {1.2249, -0.2247, 0}, {-0.0420, 1.0419, 0}, {-0.0197, -0.0786, 1.0979}
  };

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "display-p3.png,1,3",
    "display-p3.tif,1,3",
    "display-p3.webp,1,3",
    "display-p3.jp2,1,3",
    // Lossy, with one colour for four pixels.
    "display-p3.jpg,4,80"
  })
  void aProfileIsFollowedInEveryFormat(String name, double mean, int most) throws IOException {
    TestPictures.assertLike(
        fromP3(TestPictures.plain("display-p3.png")), TestPictures.read(name), mean, most);
    assertTrue(TestPictures.notices(name).contains("colours converted to sRGB"));
  }

  /** The profile within the coded picture is not looked at; the file's own one counts. */
  @ParameterizedTest
  @ValueSource(strings = {"prof", "rICC"})
  void aProfileOfHeifIsFollowed(String kind) throws IOException {
    byte[] jpeg = Files.readAllBytes(TestPictures.file("display-p3.jpg"));
    byte[] icc = chunk(Files.readAllBytes(TestPictures.file("display-p3.webp")), "ICCP");
    RgbImage stored = TestPictures.plain("display-p3.png");
    byte[] size = TestHeif.size(stored.width(), stored.height());
    TestHeif with = new TestHeif();
    byte[] type = kind.getBytes(StandardCharsets.US_ASCII);
    with.item("jpeg", jpeg, size, TestHeif.box("colr", type, icc));
    TestHeif without = new TestHeif();
    without.item("jpeg", jpeg, size);
    TestPictures.assertLike(
        fromP3(stored), TestPictures.read(with.write(folder.resolve("with.heif"))), 4, 80);
    TestPictures.assertLike(
        stored, TestPictures.read(without.write(folder.resolve("without.heif"))), 4, 80);
  }

  @Test
  void aProfileOfAnAnimatedWebpIsFollowed() throws IOException {
    byte[] still = Files.readAllBytes(TestPictures.file("display-p3.webp"));
    byte[] icc = chunk(still, "ICCP");
    RgbImage stored = TestPictures.plain("display-p3.png");
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0x22).putShort((short) (stored.width() - 1)).put((byte) 0);
    header.putShort((short) (stored.height() - 1)).put((byte) 0);
    // One frame that covers the canvas; its place is 0, 0.
    ByteBuffer frame = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    frame.position(6).putShort((short) (stored.width() - 1)).put((byte) 0);
    frame.putShort((short) (stored.height() - 1)).put((byte) 0).putInt(100);
    byte[] picture = riff("VP8L", chunk(still, "VP8L"));
    byte[] chunks =
        TestHeif.joined(
            "WEBP".getBytes(StandardCharsets.US_ASCII),
            riff("VP8X", header.array()),
            riff("ICCP", icc),
            riff("ANIM", new byte[6]),
            riff("ANMF", TestHeif.joined(frame.array(), picture)),
            riff("ANMF", TestHeif.joined(frame.array(), picture)));
    Path file = Files.write(folder.resolve("animated.webp"), riff("RIFF", chunks));
    TestPictures.assertLike(fromP3(stored), TestPictures.read(file), 1, 3);
  }

  /** Returns the content of a chunk of WebP. */
  private static byte[] chunk(byte[] webp, String type) {
    int at = new String(webp, StandardCharsets.ISO_8859_1).indexOf(type) + 4;
    int size = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    return Arrays.copyOfRange(webp, at + 4, at + 4 + size);
  }

  private static byte[] riff(String type, byte[] content) {
    ByteBuffer chunk =
        ByteBuffer.allocate(8 + content.length + content.length % 2).order(ByteOrder.LITTLE_ENDIAN);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).putInt(content.length).put(content);
    return chunk.array();
  }

  @Test
  void codePointsOfPngAreFollowed() throws IOException {
    Path file = withChunk("cICP", new byte[] {12, 13, 0, 1});
    TestPictures.assertLike(
        fromP3(TestPictures.plain("what-the-tiles-show.png")), TestPictures.read(file), 0.5, 1);
  }

  @Test
  void gammaAndPrimariesOfPngAreFollowed() throws IOException {
    byte[] linear = ByteBuffer.allocate(4).putInt(100_000).array();
    RgbImage stored = TestPictures.plain("what-the-tiles-show.png");
    byte[] bright = new byte[stored.rgb().length];
    for (int i = 0; i < bright.length; i++) {
      bright[i] = (byte) Math.round(255 * curve((stored.rgb()[i] & 0xFF) / 255.0));
    }
    TestPictures.assertLike(
        new RgbImage(stored.width(), stored.height(), bright),
        TestPictures.read(withChunk("gAMA", linear)),
        0.1,
        1);
    // The gamma that writers give for sRGB itself changes nothing.
    byte[] usual = ByteBuffer.allocate(4).putInt(45_455).array();
    assertArrayEquals(stored.rgb(), TestPictures.read(withChunk("gAMA", usual)).rgb());
  }

  @Test
  void primariesOfPngAreFollowed() throws IOException {
    ByteBuffer p3 = ByteBuffer.allocate(32);
    for (int number : new int[] {31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000}) {
      p3.putInt(number);
    }
    byte[] linear = ByteBuffer.allocate(4).putInt(100_000).array();
    byte[] png = Files.readAllBytes(TestPictures.file("what-the-tiles-show.png"));
    Path file = folder.resolve("primaries.png");
    Files.write(file, inserted(inserted(png, "gAMA", linear), "cHRM", p3.array()));
    TestPictures.assertLike(
        fromP3(TestPictures.plain("what-the-tiles-show.png"), level -> level),
        TestPictures.read(file),
        0.5,
        2);
  }

  @Test
  void theProfileOfSrgbChangesNothing() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes("sRGB\0\0".getBytes(StandardCharsets.US_ASCII));
    try (DeflaterOutputStream out = new DeflaterOutputStream(content)) {
      out.write(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    }
    Path file = withChunk("iCCP", content.toByteArray());
    List<String> said = new ArrayList<>();
    new PictureFile(file, said::add).read(View.whole(8, 8, Fit.COVER));
    assertArrayEquals(
        TestPictures.plain("what-the-tiles-show.png").rgb(), TestPictures.read(file).rgb());
    assertFalse(said.toString().contains("converted"), said.toString());
  }

  @Test
  void highDynamicRangeIsRefusedByName() throws IOException {
    Path file = withChunk("cICP", new byte[] {9, 16, 0, 1});
    String message = TestPictures.refusal(file);
    assertTrue(message.startsWith(file + ": ") && message.contains("high dynamic"), message);
  }

  @Test
  void inksOfJpegBecomeColours() throws IOException {
    TestPictures.assertLike(
        TestPictures.plain("what-the-cmyk-and-turned-ones-show.png"),
        TestPictures.read("jpeg-cmyk.jpg"),
        0.5,
        8);
    assertTrue(TestPictures.notices("jpeg-cmyk.jpg").contains("CMYK without a profile"));
  }

  /** The same samples as luma, two differences and black: they are those of the inks. */
  @Test
  void inksThatAreStoredAsLumaAndDifferencesBecomeColours() throws IOException {
    byte[] bytes = Files.readAllBytes(TestPictures.file("jpeg-cmyk.jpg"));
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Adobe") + 11] = 2;
    RgbImage stored = TestPictures.read("jpeg-cmyk.jpg");
    byte[] rgb = new byte[stored.rgb().length];
    for (int i = 0; i < rgb.length; i += 3) {
      int luma = stored.rgb()[i] & 0xFF;
      int blue = (stored.rgb()[i + 1] & 0xFF) - 128;
      int red = (stored.rgb()[i + 2] & 0xFF) - 128;
      rgb[i] = level(255 - luma - 1.402 * red);
      rgb[i + 1] = level(255 - luma + 0.344136 * blue + 0.714136 * red);
      rgb[i + 2] = level(255 - luma - 1.772 * blue);
    }
    TestPictures.assertLike(
        new RgbImage(stored.width(), stored.height(), rgb),
        TestPictures.read(Files.write(folder.resolve("ycck.jpg"), bytes)),
        1,
        4);
  }

  private static byte level(double value) {
    return (byte) Math.round(Math.max(0, Math.min(255, value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg-cmyk-with-black.jpg", "cmyk.tif"})
  void blackInkDarkens(String name) {
    // The tiff file: C = 255 - x / 2, so red is x / 2 of what black leaves, 255 - x / 3.
    RgbImage image = TestPictures.read(name);
    if (name.endsWith("tif")) {
      for (int x = 0; x < image.width(); x++) {
        int level = x * 255 / (image.width() - 1);
        assertEquals(level / 2 * (255 - level / 3) / 255.0, image.sample(x, 5, 0), 1);
      }
    } else {
      RgbImage without = TestPictures.read("jpeg-cmyk.jpg");
      assertTrue(image.sample(90, 60, 0) <= without.sample(90, 60, 0));
      assertFalse(Arrays.equals(image.rgb(), without.rgb()));
    }
  }

  /** The picture of the tiles with one more chunk in front of its samples. */
  private Path withChunk(String type, byte[] content) throws IOException {
    byte[] png = Files.readAllBytes(TestPictures.file("what-the-tiles-show.png"));
    return Files.write(folder.resolve(type + ".png"), inserted(png, type, content));
  }

  private static byte[] inserted(byte[] png, String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12).putInt(content.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, content.length + 4);
    chunk.putInt((int) sum.getValue());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int afterHeader = 33;
    out.write(png, 0, afterHeader);
    out.writeBytes(chunk.array());
    out.write(png, afterHeader, png.length - afterHeader);
    return out.toByteArray();
  }

  private static RgbImage fromP3(RgbImage stored) {
    return fromP3(stored, v -> v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
  }

  private static RgbImage fromP3(RgbImage stored, DoubleUnaryOperator toLight) {
    byte[] rgb = new byte[stored.rgb().length];
    for (int at = 0; at < rgb.length; at += 3) {
      double[] light = new double[3];
      for (int c = 0; c < 3; c++) {
        light[c] = toLight.applyAsDouble((stored.rgb()[at + c] & 0xFF) / 255.0);
      }
      for (int c = 0; c < 3; c++) {
        double[] row = P3_TO_SRGB[c];
        double own = row[0] * light[0] + row[1] * light[1] + row[2] * light[2];
        rgb[at + c] = (byte) Math.round(255 * curve(Math.max(0, Math.min(1, own))));
      }
    }
    return new RgbImage(stored.width(), stored.height(), rgb);
  }

  private static double curve(double light) {
    return light <= 0.0031308 ? light * 12.92 : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
  }
}
