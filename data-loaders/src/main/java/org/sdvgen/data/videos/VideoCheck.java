package org.sdvgen.data.videos;

import java.util.Locale;
import java.util.OptionalDouble;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.runtime.media.VideoFile;

/**
 * Checks a video before training, as thoroughly as the settings say.
 *
 * @param check how thoroughly
 * @param minSeconds shorter videos are refused
 */
record VideoCheck(FileCheck check, double minSeconds) {
  static VideoCheck of(CaptionedVideosSettings settings) {
    return new VideoCheck(settings.check(), settings.minSeconds());
  }

  /**
   * Checks a video file that exists.
   *
   * @param name names it in messages
   * @return its length in seconds; empty if the file is not opened
   * @throws InputException if it cannot be used
   */
  OptionalDouble accept(String name, VideoFile video) {
    if (check == FileCheck.EXISTS) {
      return OptionalDouble.empty();
    }
    video.probe();
    double seconds = video.measure();
    requireLength(name, seconds);
    if (check == FileCheck.CONTENT) {
      video.decodeAll();
    }
    return OptionalDouble.of(seconds);
  }

  private void requireLength(String name, double seconds) {
    if (seconds < minSeconds) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: too short: %.2f s, at least %.2f s are wanted",
              name,
              seconds,
              minSeconds));
    }
  }
}
