package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HEIF files of parts that other programs seldom write, round pictures that are coded as JPEG. */
class HeifPartsTest {
  private static final int SIDE = 16;

  /** What JPEG makes of one colour all over. */
  private static final int CODED = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void coloursThatWereMultipliedByTheirAlphaAreNotMultipliedAgain(boolean multiplied)
      throws IOException {
    TestHeif heif = new TestHeif();
    int master = heif.item("jpeg", jpeg(100, 60, 20), TestHeif.size(SIDE, SIDE));
    int alpha = heif.alphaOf(master, "jpeg", jpeg(150, 150, 150), TestHeif.size(SIDE, SIDE));
    if (multiplied) {
      heif.refer("prem", master, alpha);
    }
    RgbImage image = TestPictures.read(heif.write(folder.resolve("a.heif")));
    double share = multiplied ? 1 : 150 / 255.0;
    assertEquals(100 * share + 105, image.sample(8, 8, 0), CODED);
    assertEquals(60 * share + 105, image.sample(8, 8, 1), CODED);
    assertEquals(20 * share + 105, image.sample(8, 8, 2), CODED);
  }

  /** Video leaves out the ends of the range where it does not say otherwise; alpha never does. */
  @Test
  void anAlphaPlaneTakesTheWholeRange() throws IOException {
    TestVideo dark = TestVideo.atRate(25, 1).codec("libopenh264", avutil.AV_PIX_FMT_YUV420P);
    Path video = dark.write(folder.resolve("alpha.mp4"));
    byte[] content;
    byte[] setup;
    try (VideoPackets packets = VideoPackets.open(MediaFile.whole(video))) {
      assertTrue(packets.next("damaged"));
      content = new byte[packets.packet().size()];
      packets.packet().data().get(content);
      setup = new byte[packets.parameters().extradata_size()];
      packets.parameters().extradata().get(setup);
    }
    byte[] size = TestHeif.size(TestVideo.WIDTH, TestVideo.HEIGHT);
    TestHeif heif = new TestHeif();
    byte[] black = jpeg(TestVideo.WIDTH, TestVideo.HEIGHT, new int[] {0, 0, 0});
    heif.alphaOf(
        heif.item("jpeg", black, size), "avc1", content, size, TestHeif.box("avcC", setup));
    RgbImage image = TestPictures.read(heif.write(folder.resolve("a.heif")));
    assertEquals(255 - TestVideo.DARK, image.sample(40, 30, 1), CODED);
  }

  @Test
  void aCodedPictureThatIsLargerThanAnnouncedIsCutAtItsRightAndBottom() throws IOException {
    byte[] coded = Files.readAllBytes(TestPictures.file("display-p3.jpg"));
    RgbImage whole = TestPictures.read(oneItem(coded, 96, 64));
    RgbImage part = TestPictures.read(oneItem(coded, 75, 41));
    assertArrayEquals(whole.part(0, 0, 75, 41).rgb(), part.rgb());
  }

  private Path oneItem(byte[] coded, int width, int height) throws IOException {
    TestHeif heif = new TestHeif();
    heif.item("jpeg", coded, TestHeif.size(width, height));
    return heif.write(folder.resolve(width + ".heif"));
  }

  @ParameterizedTest
  @CsvSource({"0,255", "0,51", "1,255", "1,51"})
  void anOverlayLaysItsPartsWhereTheyBelong(int large, int opacity) throws IOException {
    int[] fill = {30, 200, 90};
    TestHeif heif = new TestHeif();
    byte[] numbers =
        large == 0
            ? TestHeif.shorts(40, 30, -5, 3, 30, 20, 6, 10)
            : TestHeif.ints(40, 30, -5, 3, 30, 20, 6, 10);
    int[] levels = Arrays.stream(fill).map(level -> level * 0x101).toArray();
    byte[] content =
        TestHeif.joined(
            new byte[] {0, (byte) large},
            TestHeif.shorts(levels),
            TestHeif.shorts(opacity * 0x101),
            numbers);
    int overlay = heif.item("iovl", content, TestHeif.size(40, 30));
    byte[] size = TestHeif.size(SIDE, SIDE);
    int red = heif.item("jpeg", jpeg(200, 0, 0), size);
    int blue = heif.item("jpeg", jpeg(0, 0, 200), size);
    int grey = heif.item("jpeg", jpeg(100, 100, 100), size);
    heif.refer("dimg", overlay, red, blue, grey);
    RgbImage image = TestPictures.read(heif.write(folder.resolve("a.heif")));

    int[][] expected = new int[40 * 30][];
    int[] ground =
        Arrays.stream(fill)
            .map(v -> Math.round((v * opacity + 255 * (255 - opacity)) / 255f))
            .toArray();
    Arrays.fill(expected, ground);
    paint(expected, new int[] {200, 0, 0}, -5, 3);
    paint(expected, new int[] {0, 0, 200}, 30, 20);
    paint(expected, new int[] {100, 100, 100}, 6, 10);
    assertEquals("40x30", image.width() + "x" + image.height());
    for (int i = 0; i < expected.length; i++) {
      for (int c = 0; c < 3; c++) {
        int x = i % 40;
        int y = i / 40;
        assertEquals(expected[i][c], image.sample(x, y, c), CODED, x + ", " + y);
      }
    }
  }

  private static void paint(int[][] pixels, int[] color, int left, int top) {
    for (int y = Math.max(0, top); y < Math.min(30, top + SIDE); y++) {
      for (int x = Math.max(0, left); x < Math.min(40, left + SIDE); x++) {
        pixels[y * 40 + x] = color;
      }
    }
  }

  /** Transparency may belong to the tiles as well as to the whole. */
  @Test
  void tilesKeepTheirOwnTransparency() throws IOException {
    TestHeif heif = new TestHeif();
    byte[] content = TestHeif.joined(new byte[] {0, 0, 0, 1}, TestHeif.shorts(2 * SIDE, SIDE));
    int grid = heif.item("grid", content, TestHeif.size(2 * SIDE, SIDE));
    byte[] size = TestHeif.size(SIDE, SIDE);
    int left = heif.item("jpeg", jpeg(0, 0, 0), size);
    int right = heif.item("jpeg", jpeg(0, 0, 0), size);
    heif.refer("dimg", grid, left, right);
    heif.alphaOf(right, "jpeg", jpeg(55, 55, 55), size);
    RgbImage image = TestPictures.read(heif.write(folder.resolve("a.heif")));
    assertEquals(List.of(0, 200), List.of(image.sample(8, 8, 1), image.sample(24, 8, 1)));
  }

  private static byte[] jpeg(int... rgb) throws IOException {
    return jpeg(SIDE, SIDE, rgb);
  }

  private static byte[] jpeg(int width, int height, int[] rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }
}
