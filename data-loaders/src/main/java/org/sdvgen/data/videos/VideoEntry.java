package org.sdvgen.data.videos;

import java.util.OptionalDouble;

/**
 * An entry in the list of videos: texts and a number only, so that hundreds of thousands fit into
 * memory.
 *
 * @param where the video's place in the data set, which names the sample
 * @param file the video's file, relative to the data set's folder or absolute
 * @param caption describes the video
 * @param length the video's length in seconds; 0 as long as it is not known
 */
record VideoEntry(String where, String file, String caption, double length) {
  VideoEntry(String where, String file, String caption) {
    this(where, file, caption, 0);
  }

  /** This video with its measured length. */
  VideoEntry measured(OptionalDouble seconds) {
    return new VideoEntry(where, file, caption, seconds.orElse(0));
  }

  OptionalDouble seconds() {
    return length == 0 ? OptionalDouble.empty() : OptionalDouble.of(length);
  }
}
