package org.sdvgen.wan22.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.runtime.vae.TileGrid;

/** The numbers of tiles against those that diffusers' formulas give by hand. */
class WanTilingTest {
  private static final WanTiling STANDARD = WanTiling.standard(TinyVae.AUTOENCODER.config());

  /** 256 and 192 patches of 2 x 2 pixels make 32 and 24 latents. */
  @Test
  void encodingCountsPatches() {
    TileGrid expected = new TileGrid(256, 256, 192, 192, 8, 8, 24, 24);
    assertEquals(Optional.of(expected), STANDARD.encoding(272, 16));
  }

  /** 256 and 192 pixels are 16 and 12 latents and 128 and 96 patches. */
  @Test
  void decodingCountsPixels() {
    TileGrid expected = new TileGrid(16, 16, 12, 12, 32, 32, 96, 96);
    assertEquals(Optional.of(expected), STANDARD.decoding(1, 17));
  }

  @Test
  void smallPicturesStayWhole() {
    assertEquals(Optional.empty(), STANDARD.encoding(256, 256));
    assertEquals(Optional.empty(), STANDARD.decoding(16, 16));
  }

  @ParameterizedTest
  @CsvSource({"64, 80", "64, 0", "64, 15"})
  void refusesGapsAndEmptyTiles(int size, int stride) {
    assertThrows(
        IllegalArgumentException.class,
        () -> WanTiling.of(TinyVae.AUTOENCODER.config(), size, 64, stride, 64));
  }
}
