package org.sdvgen.api.data;

/**
 * A request for frames of a video.
 *
 * @param view size, fit and crop, the same for every frame
 * @param frames number of frames
 * @param framesPerSecond the rate at which frames are taken, by presentation time
 * @param start position in the video: 0 its beginning, 1 the latest start that leaves room for all
 *     frames
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
