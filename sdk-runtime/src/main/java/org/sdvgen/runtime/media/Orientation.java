package org.sdvgen.runtime.media;

import java.util.Optional;

/**
 * How stored pixels are turned for showing, in the order of EXIF tag 0x0112 (values 1 to 8). A
 * video's display matrix of right angles says the same, so both end here.
 */
enum Orientation {
  NORMAL(false, false, false, "not turned"),
  MIRRORED(false, true, false, "mirrored"),
  HALF_TURN(false, true, true, "turned by 180 degrees"),
  FLIPPED(false, false, true, "flipped upside down"),
  TRANSPOSED(true, false, false, "mirrored and turned by 270 degrees"),
  QUARTER_TURN(true, false, true, "turned by 90 degrees"),
  TRANSVERSED(true, true, true, "mirrored and turned by 90 degrees"),
  THREE_QUARTER_TURN(true, true, false, "turned by 270 degrees");

  private final boolean swapsAxes;
  private final boolean fromRight;
  private final boolean fromBottom;
  private final String description;

  Orientation(boolean swapsAxes, boolean fromRight, boolean fromBottom, String description) {
    this.swapsAxes = swapsAxes;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
    this.description = description;
  }

  /** Returns whether width and height change places. */
  boolean swapsAxes() {
    return swapsAxes;
  }

  /** Returns the rotation of the stored picture, clockwise, for a report. */
  String description() {
    return description;
  }

  /**
   * Maps a shown pixel to the stored one.
   *
   * @param x column of the shown picture
   * @param y row of the shown picture
   * @param width width of the stored picture
   * @param height height of the stored picture
   * @return row-major index into the stored picture
   */
  int sourceIndex(int x, int y, int width, int height) {
    int column = swapsAxes ? y : x;
    int row = swapsAxes ? x : y;
    return (fromBottom ? height - 1 - row : row) * width
        + (fromRight ? width - 1 - column : column);
  }

  /**
   * Turns a picture.
   *
   * @param stored the samples of its pixels, rows first
   * @param channels samples of one pixel
   * @param width width of the stored picture
   * @param height height of the stored picture
   * @return the samples of the shown picture
   */
  byte[] turn(byte[] stored, int channels, int width, int height) {
    int w = swapsAxes ? height : width;
    int h = swapsAxes ? width : height;
    byte[] turned = new byte[stored.length];
    int to = 0;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int from = sourceIndex(x, y, width, height) * channels;
        for (int c = 0; c < channels; c++) {
          turned[to++] = stored[from + c];
        }
      }
    }
    return turned;
  }

  /**
   * Returns the orientation of an EXIF value; values outside 1..8 are reserved and mean nothing.
   */
  static Orientation ofExif(int value) {
    return value >= 1 && value <= values().length ? values()[value - 1] : NORMAL;
  }

  /**
   * Reads a display matrix (ISO 14496-12, 3x3, rows first): a stored point (p, q) is shown at (a p
   * + c q, b p + d q).
   *
   * @return empty if the matrix turns by anything but right angles
   */
  static Optional<Orientation> ofDisplayMatrix(int[] matrix) {
    int a = matrix[0];
    int b = matrix[1];
    int c = matrix[3];
    int d = matrix[4];
    if (b == 0 && c == 0) {
      return Optional.of(of(false, a < 0, d < 0));
    }
    if (a == 0 && d == 0) {
      return Optional.of(of(true, b < 0, c < 0));
    }
    return Optional.empty();
  }

  private static Orientation of(boolean swapsAxes, boolean fromRight, boolean fromBottom) {
    for (Orientation orientation : values()) {
      if (orientation.swapsAxes == swapsAxes
          && orientation.fromRight == fromRight
          && orientation.fromBottom == fromBottom) {
        return orientation;
      }
    }
    throw new IllegalStateException("the eight orientations are complete");
  }
}
