package org.sdvgen.api.data;

import java.util.OptionalDouble;

/** A video that is read when it is needed. Reading is a pure function, on any thread. */
@FunctionalInterface
public interface Video {
  /**
   * Reads and fits a clip of the video.
   *
   * @param request which frames, and how
   * @return exactly the requested frames, three channels
   * @throws org.sdvgen.api.error.InputException if the video cannot be read or is too short; it
   *     names the file
   */
  PixelClip read(ClipRequest request);

  /**
   * What the video says of itself, for people to read.
   *
   * @return such as size, rate and length; empty if they are known only by reading it
   * @throws org.sdvgen.api.error.InputException if the video cannot be read; it names the file
   */
  default String describe() {
    return "";
  }

  /**
   * How long the video is, as far as that is known without opening it again.
   *
   * @return seconds from the first frame on, greater than 0; a clip's last frame must be earlier.
   *     Empty if the length is not known, or has no end
   */
  default OptionalDouble seconds() {
    return OptionalDouble.empty();
  }

  /**
   * Tells this video from another in its place, without decoding it: a run that goes on makes sure
   * by it that it has the data it began with.
   *
   * @param content whether to look into the encoded video too, which takes longer
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
