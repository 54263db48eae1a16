package org.sdvgen.runtime.media;

/**
 * A rectangle of a picture in its pixels; edges lie between pixels and may be fractional.
 *
 * @param left distance of the left edge from the picture's left edge
 * @param top distance of the top edge from the picture's top edge
 * @param right distance of the right edge from the picture's left edge
 * @param bottom distance of the bottom edge from the picture's top edge
 */
record Box(double left, double top, double right, double bottom) {
  /** Returns whether this is the whole of a picture of that size. */
  boolean isExactly(int width, int height) {
    return left == 0 && top == 0 && right == width && bottom == height;
  }
}
