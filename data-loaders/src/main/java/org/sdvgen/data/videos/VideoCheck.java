package org.sdvgen.data.videos;

import java.util.Locale;
import org.sdvgen.api.error.InputException;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.runtime.media.VideoFile;
import org.sdvgen.runtime.media.VideoInfo;

/**
 * Looks at a video before training, as closely as it was set.
 *
 * @param check how closely
 * @param minSeconds shorter videos are refused
 */
record VideoCheck(FileCheck check, double minSeconds) {
  static VideoCheck of(CaptionedVideosConfig config) {
    return new VideoCheck(config.check(), config.minSeconds());
  }

  /**
   * Looks at a video that is there.
   *
   * @param name names it in messages
   * @throws InputException if it cannot be used
   */
  void accept(String name, VideoFile video) {
    if (check == FileCheck.EXISTS) {
      return;
    }
    requireLength(name, video.probe());
    if (check == FileCheck.CONTENT) {
      video.decodeAll();
    }
  }

  private void requireLength(String name, VideoInfo info) {
    // A length of 0 means that the file does not say: reading will tell.
    if (info.seconds() > 0 && info.seconds() < minSeconds) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: too short: %.2f s, at least %.2f s are wanted",
              name,
              info.seconds(),
              minSeconds));
    }
  }
}
