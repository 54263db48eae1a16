package org.sdvgen.cogvideox.transformer;

/**
 * The part of the native grid of tokens that a smaller or differently shaped grid is stretched over
 * (diffusers {@code get_resize_crop_region_for_grid}).
 *
 * @param top first row
 * @param left first column
 * @param bottom row after the last
 * @param right column after the last
 */
record CropRegion(int top, int left, int bottom, int right) {
  /**
   * Fits a grid into the native one, centred, keeping its proportions.
   *
   * @param rows rows of the grid, in tokens
   * @param columns columns of the grid, in tokens
   * @param nativeRows rows of the native grid
   * @param nativeColumns columns of the native grid
   */
  static CropRegion of(int rows, int columns, int nativeRows, int nativeColumns) {
    int height = nativeRows;
    int width = nativeColumns;
    // Math.rint rounds half to even, as Python's round does.
    if ((double) rows / columns > (double) nativeRows / nativeColumns) {
      width = (int) Math.rint((double) nativeRows / rows * columns);
    } else {
      height = (int) Math.rint((double) nativeColumns / columns * rows);
    }
    int top = (int) Math.rint((nativeRows - height) / 2.0);
    int left = (int) Math.rint((nativeColumns - width) / 2.0);
    return new CropRegion(top, left, top + height, left + width);
  }
}
