package org.sdvgen.data.toyworld;

import java.util.List;
import java.util.Locale;

/**
 * A class of subject: its outline is the class, its name is the word that captions use. Outlines
 * have about the same area, so that size does not tell them apart.
 */
public enum ToyShape {
  /** A disc. */
  BALL,
  /** A square. */
  SQUARE,
  /** A triangle that stands on its side. */
  TENT,
  /** A disc with a hole. */
  RING,
  /** Two crossed bars. */
  CROSS,

  /** A wide bar; an everyday object. */
  PLANK,
  /** A crescent; an everyday object. */
  MOON,
  /** A pointed oval; an everyday object. */
  LEAF,
  /** A half disc, flat side down; an everyday object. */
  HILL;

  /** Classes that pairs are made of. */
  public static final List<ToyShape> SUBJECTS = List.of(BALL, SQUARE, TENT, RING, CROSS);

  /** Classes that appear in clips only, where those are to say nothing of the subjects. */
  public static final List<ToyShape> EVERYDAY_OBJECTS = List.of(PLANK, MOON, LEAF, HILL);

  private static final double[] FOUR_CORNERS = {-0.82, -0.82, 0.82, -0.82, 0.82, 0.82, -0.82, 0.82};
  private static final double[] TRIANGLE = {0, -1.05, 1.05, 0.8, -1.05, 0.8};
  private static final double[] PLUS = {
    -0.36, -1, 0.36, -1, 0.36, -0.36, 1, -0.36, 1, 0.36, 0.36, 0.36, 0.36, 1, -0.36, 1, -0.36, 0.36,
    -1, 0.36, -1, -0.36, -0.36, -0.36
  };
  private static final double[] BAR = {-1.25, -0.42, 1.25, -0.42, 1.25, 0.42, -1.25, 0.42};

  /**
   * Returns the word that captions use.
   *
   * @return the name in lower case
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the signed distance to the outline, negative inside.
   *
   * @param x to the right, in units of the subject's radius
   * @param y downwards, in the same units
   */
  double distance(double x, double y) {
    return switch (this) {
      case BALL -> Distances.circle(x, y, 0.9);
      case SQUARE -> Distances.polygon(x, y, FOUR_CORNERS);
      case TENT -> Distances.polygon(x, y, TRIANGLE);
      case RING -> Math.abs(Distances.circle(x, y, 0.7)) - 0.32;
      case CROSS -> Distances.polygon(x, y, PLUS);
      case PLANK -> Distances.polygon(x, y, BAR);
      case MOON ->
          Math.max(Distances.circle(x, y, 0.95), -Distances.circle(x - 0.5, y - 0.1, 0.75));
      case LEAF ->
          Math.max(Distances.circle(x, y - 0.75, 1.25), Distances.circle(x, y + 0.75, 1.25));
      case HILL -> Math.max(Distances.circle(x, y - 0.45, 1.1), y - 0.45);
    };
  }
}
