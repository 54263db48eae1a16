package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;

/** Pictures of every usual kind, and their notices. */
class PictureFileTest {
  @TempDir Path folder;

  @Test
  void aPngIsReadExactlyAndTheFittingIsSaid() throws IOException {
    BufferedImage image = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0xFF8001);
    Path file = png("a.png", image);
    List<String> said = new ArrayList<>();
    PixelClip clip = new PictureFile(file, said::add).read(View.whole(4, 4, Fit.COVER));
    assertEquals(1, clip.values()[4], 1e-6);
    assertEquals(128 / 127.5 - 1, clip.values()[16 + 4], 1e-6);
    assertEquals(1 / 127.5 - 1, clip.values()[32 + 4], 1e-6);
    assertEquals("a.png: 8x4, fitted by cover to 4x4, cut 2.0 px left, 2.0 px right", said.get(0));
  }

  @Test
  void containAddsBarsAndSaysSo() throws IOException {
    BufferedImage image = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
    fill(image, 0xFFFFFF);
    List<String> said = new ArrayList<>();
    PixelClip clip =
        new PictureFile(png("a.png", image), said::add).read(View.whole(8, 8, Fit.CONTAIN));
    assertEquals(-1, clip.values()[8 + 3]);
    assertEquals(1, clip.values()[2 * 8 + 3]);
    assertEquals(
        "a.png: 8x4, fitted by contain to 8x8, nothing cut, black bars of 2.0 px top, 2.0 px"
            + " bottom",
        said.get(0));
  }

  @Test
  void transparencyBecomesWhiteAndIsSaid() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0x80000000);
    List<String> said = new ArrayList<>();
    PixelClip clip =
        new PictureFile(png("a.png", image), said::add).read(View.whole(1, 2, Fit.COVER));
    assertEquals(1, clip.values()[0]);
    assertEquals(127 / 127.5 - 1, clip.values()[1], 1e-6);
    assertTrue(said.get(0).contains("transparency composited over white"), said.get(0));
  }

  @Test
  void greyIsNotBrightened() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 100);
    assertEquals(100, sample(png("grey.png", image)));
  }

  @Test
  void sixteenBitsAreRoundedToEight() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 100 * 257 + 100);
    assertEquals(100, sample(png("deep.png", image)));
  }

  @Test
  void exifOrientationIsFollowed() throws IOException {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        image.setRGB(x, y, 0xFFFFFF);
      }
    }
    Path file = folder.resolve("turned.jpg");
    Files.write(file, withOrientation(jpeg(image), 6));
    List<String> said = new ArrayList<>();
    // Turned clockwise, the bright left half is on top.
    PixelClip clip = new PictureFile(file, said::add).read(View.whole(16, 8, Fit.COVER));
    assertTrue(clip.values()[3] > 0.9);
    assertTrue(clip.values()[15 * 8 + 3] < -0.9);
    assertTrue(said.get(0).startsWith("turned.jpg: 8x16, turned by 90 degrees"), said.get(0));
    assertEquals(OptionalDouble.of(0.5), new PictureFile(file, ignored -> {}).aspectRatio());
  }

  @Test
  void webpIsReadThroughFfmpeg() {
    Path file =
        TestVideo.atRate(1, 1)
            .codec("libwebp", avutil.AV_PIX_FMT_YUV420P)
            .write(folder.resolve("a.webp"));
    PixelClip clip =
        new PictureFile(file, ignored -> {})
            .read(View.whole(TestVideo.HEIGHT, TestVideo.WIDTH, Fit.COVER));
    assertEquals(0, TestVideo.number(clip, 0));
  }

  @Test
  void textNamedPngIsRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.png"), "not a picture, only words\n");
    assertTrue(failure(file).startsWith(file + ": "), failure(file));
  }

  @Test
  void aTruncatedPngIsRefusedByName() throws IOException {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    byte[] whole = Files.readAllBytes(png("whole.png", image));
    Path file = folder.resolve("cut.png");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertTrue(failure(file).startsWith(file + ": "), failure(file));
  }

  @Test
  void aMissingPictureIsNamed() {
    Path file = folder.resolve("nowhere.png");
    assertEquals(file + ": no such picture", failure(file));
  }

  private String failure(Path file) {
    return Objects.requireNonNull(
        assertThrows(InputException.class, () -> new PictureFile(file, ignored -> {}).readWhole())
            .getMessage());
  }

  private static int sample(Path file) {
    return new PictureFile(file, ignored -> {}).readWhole().sample(0, 0, 1);
  }

  private Path png(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  private static void fill(BufferedImage image, int colour) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, colour);
      }
    }
  }

  /** Puts an EXIF segment with one entry behind the start marker. */
  private static byte[] withOrientation(byte[] jpeg, int value) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 36);
    out.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) 34);
    out.put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    out.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    out.putShort((short) value).putShort((short) 0).putInt(0);
    out.put(jpeg, 2, jpeg.length - 2);
    return out.array();
  }
}
