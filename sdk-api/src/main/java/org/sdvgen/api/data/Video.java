package org.sdvgen.api.data;

import java.util.OptionalDouble;

/** A video that is read on demand. Reading is a pure function, on any thread. */
@FunctionalInterface
public interface Video {
  /**
   * Reads and fits a clip of the video.
   *
   * @param request frames, size and rate
   * @return exactly the requested frames, three channels
   * @throws org.sdvgen.api.error.InputException if the video cannot be read or is too short; it
   *     names the file
   */
  PixelClip read(ClipRequest request);

  /**
   * A description of the video, for people to read.
   *
   * @return such as size, rate and length; empty if they are known only by reading it
   * @throws org.sdvgen.api.error.InputException if the video cannot be read; it names the file
   */
  default String describe() {
    return "";
  }

  /**
   * The duration of the video, as far as that is known without opening it again.
   *
   * @return seconds from the first frame on, greater than 0; a clip's last frame must be earlier.
   *     Empty if the length is not known, or has no end
   */
  default OptionalDouble seconds() {
    return OptionalDouble.empty();
  }

  /**
   * Identifies this video without decoding it, so that a resumed run can check that its data are
   * those that it began with.
   *
   * @param content whether to read the encoded video too, which takes longer
   * @return such as name and length of its file, and a checksum; never a folder, so that data may
   *     be moved; empty if the video is computed
   * @throws org.sdvgen.api.error.InputException if it cannot be read; it names the file
   */
  default String identity(boolean content) {
    return "";
  }

  /**
   * The shape of the video, found out without decoding it.
   *
   * @return width over height as shown; empty if it has no shape of its own
   * @throws org.sdvgen.api.error.InputException if it cannot be read; it names the file
   */
  default OptionalDouble aspectRatio() {
    return OptionalDouble.empty();
  }
}
