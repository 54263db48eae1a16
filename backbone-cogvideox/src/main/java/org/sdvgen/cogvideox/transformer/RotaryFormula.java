package org.sdvgen.cogvideox.transformer;

/** How positions are spaced over a grid that is a crop of the native one. */
public enum RotaryFormula {
  /** The last position is {@code stop * (n - 1) / n} (diffusers from version 0.33 on). */
  DIFFUSERS {
    @Override
    double last(double start, double stop, int count) {
      return stop * (count - 1) / count;
    }

    @Override
    int spacingType() {
      return 6;
    }
  },
  /** Positions divide the crop evenly (the authors' fork of diffusers 0.32). */
  PAPER {
    @Override
    double last(double start, double stop, int count) {
      return start + (stop - start) * (count - 1) / count;
    }

    @Override
    int spacingType() {
      return 7;
    }
  };

  /** Returns the last of {@code count} positions over the crop from start to stop. */
  abstract double last(double start, double stop, int count);

  /** Returns the scalar type that positions are spaced in: float32 (6) or float64 (7). */
  abstract int spacingType();
}
