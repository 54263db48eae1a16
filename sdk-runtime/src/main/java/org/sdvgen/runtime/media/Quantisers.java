package org.sdvgen.runtime.media;

import java.util.List;

/**
 * How coarsely H.264 may store a clip.
 *
 * @param finest the least quantiser, 0..51
 * @param coarsest the greatest quantiser, 0..51
 */
record Quantisers(int finest, int coarsest) {
  /**
   * From the best picture to one that is small whatever it shows: at quantiser 51 noise takes less
   * than a bit for a pixel.
   */
  static final List<Quantisers> FROM_BEST_TO_SMALLEST =
      List.of(
          new Quantisers(4, 18),
          new Quantisers(18, 24),
          new Quantisers(24, 32),
          new Quantisers(32, 42),
          new Quantisers(51, 51));
}
