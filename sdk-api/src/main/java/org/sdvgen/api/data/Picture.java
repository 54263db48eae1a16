package org.sdvgen.api.data;

import java.util.OptionalDouble;

/** A still picture that is read on demand. Reading is a pure function, on any thread. */
@FunctionalInterface
public interface Picture {
  /**
   * Reads and fits the picture.
   *
   * @param view size, fit and crop of the result
   * @return one frame of three channels
   * @throws org.sdvgen.api.error.InputException if the picture cannot be read; it names the file
   */
  PixelClip read(View view);

  /**
   * A description of the picture, for people to read.
   *
   * @return such as its size; empty if it is known only by reading it
   */
  default String describe() {
    return "";
  }

  /**
   * Identifies this picture without decoding it, so that a resumed run can check that its data are
   * those that it began with.
   *
   * @param content whether to read the encoded picture too, which takes longer
   * @return such as name and length of its file, and a checksum; never a folder, so that data may
   *     be moved; empty if the picture is computed
   * @throws org.sdvgen.api.error.InputException if it cannot be read; it names the file
   */
  default String identity(boolean content) {
    return "";
  }

  /**
   * The shape of the picture, found out without decoding it.
   *
   * @return width over height as shown; empty if it has no shape of its own
   * @throws org.sdvgen.api.error.InputException if it cannot be read; it names the file
   */
  default OptionalDouble aspectRatio() {
    return OptionalDouble.empty();
  }
}
