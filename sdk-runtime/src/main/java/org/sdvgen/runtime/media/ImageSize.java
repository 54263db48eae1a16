package org.sdvgen.runtime.media;

/**
 * The size of a picture.
 *
 * @param width columns, in pixels
 * @param height rows, in pixels
 */
record ImageSize(int width, int height) {
  /** Returns the size of the picture when it is turned. */
  ImageSize turned(Orientation orientation) {
    return orientation.swapsAxes() ? new ImageSize(/* width= */ height, /* height= */ width) : this;
  }

  /** Returns width over height. */
  double aspectRatio() {
    return (double) width / height;
  }
}
