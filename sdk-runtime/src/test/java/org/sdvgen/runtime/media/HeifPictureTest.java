package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HEIF and AVIF files as phones and libraries write them. */
class HeifPictureTest {
  @TempDir Path folder;

  /** Coded with one colour for four pixels: edges differ, the picture does not. */
  @ParameterizedTest
  @ValueSource(strings = {"heic-of-tiles-384x256.heic", "avif-of-tiles-384x256.avif"})
  void tilesArePutTogether(String name) throws IOException {
    TestPictures.assertLike(
        TestPictures.plain("what-the-tiles-show.png"), TestPictures.read(name), 2, 160);
  }

  @Test
  void aTurnedPictureIsTurnedAsAWhole() throws IOException {
    RgbImage upright =
        TestPictures.plain("what-the-tiles-show.png").oriented(Orientation.QUARTER_TURN);
    TestPictures.assertLike(upright, TestPictures.read("heic-of-tiles-turned.heic"), 2, 160);
    Path file = TestPictures.file("heic-of-tiles-turned.heic");
    assertEquals(256.0 / 384, new PictureFile(file, n -> {}).aspectRatio().orElse(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"heic-with-transparency.heic", "avif-with-transparency.avif"})
  void transparencyIsCompositedOverWhite(String name) throws IOException {
    TestPictures.assertLike(
        TestPictures.plain("what-the-transparent-ones-show.png"), TestPictures.read(name), 3, 60);
    String said = TestPictures.notices(name);
    assertTrue(said.contains("transparency composited over white"), said);
  }

  @Test
  void anOddSizeIsKept() {
    RgbImage image = TestPictures.read("heic-95x63.heic");
    assertEquals("95x63", image.width() + "x" + image.height());
  }

  @Test
  void aPartOfThePictureIsCutOutWhereItIs() throws IOException {
    byte[] bytes = Files.readAllBytes(TestPictures.file("heic-95x63.heic"));
    ByteBuffer clap = ByteBuffer.wrap(bytes).position(at(bytes, "clap")).slice();
    // Width, height, and how far the middle lies from the picture's, as fractions.
    clap.asIntBuffer().put(new int[] {96, 1, 64, 1, 0, 1, 0, 1});
    RgbImage whole = TestPictures.read(Files.write(folder.resolve("whole.heic"), bytes));
    clap.asIntBuffer().put(new int[] {91, 1, 61, 1, 5, 2, -1, 2});
    RgbImage part = TestPictures.read(Files.write(folder.resolve("part.heic"), bytes));
    assertArrayEquals(whole.part(5, 1, 91, 61).rgb(), part.rgb());
  }

  @ParameterizedTest
  @CsvSource({"0,FLIPPED", "1,MIRRORED"})
  void aMirroredPictureIsMirrored(byte axis, Orientation expected) throws IOException {
    byte[] bytes = Files.readAllBytes(TestPictures.file("heic-of-tiles-turned.heic"));
    int place = at(bytes, "irot");
    System.arraycopy("imir".getBytes(StandardCharsets.US_ASCII), 0, bytes, place - 4, 4);
    bytes[place] = axis;
    RgbImage plain = TestPictures.plain("what-the-tiles-show.png");
    RgbImage image = TestPictures.read(Files.write(folder.resolve("mirrored.heic"), bytes));
    TestPictures.assertLike(plain.oriented(expected), image, 2, 160);
  }

  /** The coded tiles say that they take all 256 levels; the file goes before them. */
  @Test
  void theRangeThatTheFileGivesIsTaken() throws IOException {
    byte[] bytes = Files.readAllBytes(TestPictures.file("heic-of-tiles-384x256.heic"));
    bytes[at(bytes, "nclx") + 6] = 0;
    RgbImage stored = TestPictures.plain("what-the-tiles-show.png");
    byte[] expected = new byte[stored.rgb().length];
    for (int i = 0; i < expected.length; i += 3) {
      double[] rgb = new double[3];
      for (int c = 0; c < 3; c++) {
        rgb[c] = stored.rgb()[i + c] & 0xFF;
      }
      double luma = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
      for (int c = 0; c < 3; c++) {
        double level = (luma - 16) * 255 / 219 + (rgb[c] - luma) * 255 / 224;
        expected[i + c] = (byte) Math.round(Math.max(0, Math.min(255, level)));
      }
    }
    TestPictures.assertLike(
        new RgbImage(stored.width(), stored.height(), expected),
        TestPictures.read(Files.write(folder.resolve("range.heic"), bytes)),
        3,
        190);
  }

  /** Where the content of a box begins. */
  private static int at(byte[] bytes, String type) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type) + type.length();
  }

  @ParameterizedTest
  @CsvSource({"hvc1,abcd", "ispe,xxxx", "dimg,xxxx"})
  void whatIsNotKnownIsRefusedByName(String known, String unknown) throws IOException {
    byte[] bytes = Files.readAllBytes(TestPictures.file("heic-of-tiles-384x256.heic"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace(known, unknown);
    Path file = folder.resolve("other.heic");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    String message = TestPictures.refusal(file);
    assertTrue(message.startsWith(file + ": no picture can be read from this file"), message);
  }
}
