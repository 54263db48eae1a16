package org.sdvgen.data.toyworld;

/** The layout of a subject's two colours: part of its appearance, in no caption. */
public enum ToyPattern {
  /** One half each, left and right. */
  HALVES,
  /** Level stripes. */
  STRIPES,
  /** A core within a rim. */
  RIM;

  private static final double STRIPE = 0.42;
  private static final double RIM_WIDTH = 0.22;

  /**
   * Returns the signed distance to the border between the colours: negative where the first one is.
   *
   * @param x to the right, in units of the subject's radius, in its own pose
   * @param y downwards, in the same units
   * @param outline signed distance to the outline, negative inside
   */
  double distance(double x, double y, double outline) {
    return switch (this) {
      case HALVES -> x;
      case STRIPES -> STRIPE / 2 - Math.abs(fromCentre(y, 2 * STRIPE));
      case RIM -> outline + RIM_WIDTH;
    };
  }

  /** Returns the distance to the nearest multiple of a period, with its sign. */
  private static double fromCentre(double value, double period) {
    return value - period * Math.rint(value / period);
  }
}
