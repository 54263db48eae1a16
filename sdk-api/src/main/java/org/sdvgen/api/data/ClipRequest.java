package org.sdvgen.api.data;

/**
 * Which frames of a video to read, and how.
 *
 * @param view size, fit and crop, the same for every frame
 * @param frames how many frames
 * @param framesPerSecond the rate at which frames are taken, by presentation time
 * @param start which part of the video: 0 its beginning, 1 the latest start that leaves room for
 *     all frames
 */
public record ClipRequest(View view, int frames, double framesPerSecond, double start) {
  /** Checks the ranges. */
  public ClipRequest {
    if (frames < 1 || !(framesPerSecond > 0) || !(start >= 0 && start <= 1)) {
      throw new IllegalArgumentException(
          "a clip needs frames, a rate and a start in [0, 1]: "
              + frames
              + ", "
              + framesPerSecond
              + ", "
              + start);
    }
  }
}
