package org.sdvgen.api.data;

/**
 * The size and the crop at which a picture is read.
 *
 * @param height height of the result in pixels
 * @param width width of the result in pixels
 * @param fit how the picture is resized to the result's aspect ratio
 * @param zoom 1 for the whole fitted picture; z &gt; 1 for a crop of 1/z of its height and width
 *     (the crop jitter of the paper's Algorithm 1)
 * @param offsetY vertical position of the crop: 0 at the top, 1 at the bottom
 * @param offsetX horizontal position of the crop: 0 at the left, 1 at the right
 */
public record View(int height, int width, Fit fit, double zoom, double offsetY, double offsetX) {
  /** Checks the ranges. */
  public View {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a view needs a positive size: " + height + "x" + width);
    }
    if (!(zoom >= 1) || !(offsetY >= 0 && offsetY <= 1) || !(offsetX >= 0 && offsetX <= 1)) {
      throw new IllegalArgumentException(
          "zoom is at least 1 and offsets lie in [0, 1]: "
              + zoom
              + ", "
              + offsetY
              + ", "
              + offsetX);
    }
  }

  /**
   * The whole picture.
   *
   * @param height height of the result in pixels
   * @param width width of the result in pixels
   * @param fit how the picture is resized to the result's aspect ratio
   * @return a view without a crop
   */
  public static View whole(int height, int width, Fit fit) {
    return new View(height, width, fit, 1, 0.5, 0.5);
  }
}
