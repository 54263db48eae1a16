package org.sdvgen.runtime.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
