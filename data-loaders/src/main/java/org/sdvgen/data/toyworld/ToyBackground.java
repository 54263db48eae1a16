package org.sdvgen.data.toyworld;

/** The background of a scene; captions name it. Colours are dull, so that a subject's stand out. */
public enum ToyBackground {
  /** Green with darker blades. */
  GRASS("on the grass", 0x73945C, 0x547845) {
    @Override
    double texture(double x, double y) {
      return bump(Math.sin(23 * x + 6 * Math.sin(5 * y)) * Math.sin(9 * y + 3 * Math.sin(7 * x)));
    }
  },
  /** Beige with ripples. */
  SAND("on the sand", 0xD9C499, 0xBDA678) {
    @Override
    double texture(double x, double y) {
      return bump(Math.sin(26 * y + 2.5 * Math.sin(6 * x)));
    }
  },
  /** Nearly white with blue shadows. */
  SNOW("in the snow", 0xF2F5FA, 0xCCD9EB) {
    @Override
    double texture(double x, double y) {
      return bump(Math.sin(7 * x + 2 * Math.sin(4 * y)) + Math.sin(8 * y + x));
    }
  },
  /** Nearly black with stars. */
  NIGHT("at night", 0x0F1224, 0x9E9E8C) {
    @Override
    double texture(double x, double y) {
      double lattice =
          Math.sin(17 * x + 3 * Math.sin(11 * y)) * Math.sin(17 * y + 3 * Math.sin(13 * x));
      return smooth((lattice - 0.86) / 0.1);
    }
  },
  /** Blue-grey with waves. */
  WATER("on the water", 0x668CA8, 0x4A6E8C) {
    @Override
    double texture(double x, double y) {
      return bump(
          Math.sin(18 * y + 1.6 * Math.sin(9 * x + 2 * y)) + 0.5 * Math.sin(11 * x - 15 * y));
    }
  };

  private final String words;
  private final int ground;
  private final int detail;

  ToyBackground(String words, int ground, int detail) {
    this.words = words;
    this.ground = ground;
    this.detail = detail;
  }

  /**
   * Returns the words that captions use.
   *
   * @return a phrase such as {@code on the grass}
   */
  public String words() {
    return words;
  }

  /**
   * Returns the colour of a place.
   *
   * @param x to the right, in units of the picture's shorter side; the texture has no end
   * @param y downwards, in the same units
   */
  Rgb colour(double x, double y) {
    return Rgb.ofHex(ground).mix(Rgb.ofHex(detail), texture(x, y));
  }

  /**
   * The distance of a colour from all colours of this background. Its colours are mixtures of two,
   * so they lie on a line; which part of the endless background is seen does not matter.
   *
   * @param colour any colour
   * @return Euclidean distance to the nearest mixture, 0 to the root of 3
   */
  public double distance(Rgb colour) {
    Rgb from = Rgb.ofHex(ground);
    Rgb to = Rgb.ofHex(detail);
    double dr = to.red() - from.red();
    double dg = to.green() - from.green();
    double db = to.blue() - from.blue();
    double along =
        ((colour.red() - from.red()) * dr
                + (colour.green() - from.green()) * dg
                + (colour.blue() - from.blue()) * db)
            / (dr * dr + dg * dg + db * db);
    return colour.distance(from.mix(to, Math.max(0, Math.min(1, along))));
  }

  /** Returns how much of the detail's colour there is, 0..1. */
  abstract double texture(double x, double y);

  private static double bump(double wave) {
    return smooth(0.5 + 0.6 * wave);
  }

  private static double smooth(double value) {
    double t = Math.max(0, Math.min(1, value));
    return t * t * (3 - 2 * t);
  }
}
