package org.sdvgen.data.pairs;

import java.util.Locale;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.media.RgbImage;

/**
 * One of two square pictures that stand side by side in one, with the same padding left, right,
 * above, below and between them. Published data sets pad by 16 pixels, 8 or none.
 */
enum CompositeHalf {
  /** The left picture. */
  LEFT,
  /** The right picture. */
  RIGHT;

  /** The other one. */
  CompositeHalf other() {
    return this == LEFT ? RIGHT : LEFT;
  }

  /**
   * Cuts this half out. With width 2s + 3p and height s + 2p the picture's own size says the side s
   * and the padding p.
   *
   * @param whole both halves and the padding
   * @param name names the picture in messages
   * @throws InputException if its size is not that of two padded squares
   */
  RgbImage of(RgbImage whole, String name) {
    int padding = 2 * whole.height() - whole.width();
    int side = whole.height() - 2 * padding;
    // More padding than picture is no padding: the picture is of another kind.
    if (padding < 0 || side <= padding) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %dx%d is not the size of two squares side by side with the same padding everywhere",
              name,
              whole.width(),
              whole.height()));
    }
    int left = this == LEFT ? padding : 2 * padding + side;
    return whole.part(left, padding, side, side);
  }
}
