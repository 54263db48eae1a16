package org.sdvgen.runtime.media;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The colour description of a picture.
 *
 * @param icc an ICC profile
 * @param space a space that is given by numbers; counts where there is no profile
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ColorTag(byte @Nullable [] icc, @Nullable RgbSpace space) {
  /** There is none. */
  static final ColorTag NONE = new ColorTag(null, null);

  /** A difference that rounding alone makes. */
  private static final int SAME = 0x101 * 3 / 2;

  private static final int GRID = 9;

  /**
   * Finds the way to sRGB. A space that moves no colour by more than rounding does is taken for
   * sRGB, so that the samples of most pictures stay as they are.
   *
   * @param channels colour channels of the picture: 1, 3 or 4
   * @param changes takes a phrase about the change
   */
  ColorTransform transform(int channels, List<String> changes) {
    ColorTransform plain = ColorTransform.plain(channels);
    Optional<ColorTransform> own = own(channels, changes);
    if (own.isPresent() && !isSame(own.get(), plain, channels)) {
      changes.add("colours converted to sRGB");
      return own.get();
    }
    if (channels == 4 && own.isEmpty()) {
      changes.add("CMYK without a profile converted by the plain formula");
    }
    return plain;
  }

  private Optional<ColorTransform> own(int channels, List<String> changes) {
    if (icc != null) {
      Optional<ColorTransform> transform = IccTransform.of(icc, channels);
      if (transform.isEmpty()) {
        changes.add("its colour profile cannot be used and was left out");
      }
      return transform;
    }
    return space == null || channels != 3
        ? Optional.empty()
        : Optional.of(ColorTransform.of(space));
  }

  /** Compares two transforms on a grid of colours. */
  private static boolean isSame(ColorTransform a, ColorTransform b, int channels) {
    int pixels = (int) Math.pow(GRID, channels);
    int[] from = new int[pixels * channels];
    for (int i = 0; i < pixels; i++) {
      int rest = i;
      for (int c = 0; c < channels; c++) {
        from[i * channels + c] = rest % GRID * ColorTransform.MOST / (GRID - 1);
        rest /= GRID;
      }
    }
    int[] first = new int[3 * pixels];
    int[] second = new int[3 * pixels];
    a.apply(from, pixels, first);
    b.apply(from, pixels, second);
    for (int i = 0; i < first.length; i++) {
      if (Math.abs(first[i] - second[i]) > SAME) {
        return false;
      }
    }
    return true;
  }
}
