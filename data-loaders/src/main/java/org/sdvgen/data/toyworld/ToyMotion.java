package org.sdvgen.data.toyworld;

/** The motion of a subject in a clip; captions name it. */
public enum ToyMotion {
  /** It stays where it is. */
  STILL(0, 0),
  /** It moves to the left edge. */
  LEFT(-1, 0),
  /** It moves to the right edge. */
  RIGHT(1, 0),
  /** It moves upwards. */
  UP(0, -1),
  /** It moves downwards. */
  DOWN(0, 1);

  private final int directionX;
  private final int directionY;

  ToyMotion(int directionX, int directionY) {
    this.directionX = directionX;
    this.directionY = directionY;
  }

  /**
   * Returns the direction to the right.
   *
   * @return -1, 0 or 1
   */
  public int directionX() {
    return directionX;
  }

  /**
   * Returns the direction downwards.
   *
   * @return -1, 0 or 1
   */
  public int directionY() {
    return directionY;
  }
}
