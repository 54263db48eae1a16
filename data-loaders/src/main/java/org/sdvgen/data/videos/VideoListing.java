package org.sdvgen.data.videos;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.ReadLog;
import org.sdvgen.data.files.SampleCollector;
import org.sdvgen.data.files.SampleFiles;
import org.sdvgen.data.files.Samples;
import org.sdvgen.data.files.UnusableSamples;
import org.sdvgen.runtime.media.VideoFile;
import org.sdvgen.runtime.media.VideoInfo;

/** Collects video files with captions and looks at the files as closely as it was set. */
final class VideoListing {
  private final CaptionedVideosConfig config;
  private final Path folder;
  private final UnusableSamples unusable = new UnusableSamples();
  private final SampleCollector<VideoEntry, VideoEntry> videos =
      new SampleCollector<>(this::checked, unusable);

  /**
   * An empty listing.
   *
   * @param config how to check
   * @param folder what relative file names count from
   */
  VideoListing(CaptionedVideosConfig config, Path folder) {
    this.config = config;
    this.folder = folder;
  }

  void add(VideoEntry entry) {
    videos.add(entry);
  }

  void leaveOut(String reason) {
    unusable.add(reason);
  }

  /**
   * Ends the listing.
   *
   * @throws InputException if nothing can be used
   */
  DataSource finish(Notices notices) {
    List<VideoEntry> entries = videos.finish();
    unusable.report(config.path().toString(), entries.size(), notices);
    return new Samples<>(CaptionedVideo.class, entries, this::video);
  }

  private CaptionedVideo video(VideoEntry entry) {
    Path file = SampleFiles.resolve(folder, entry.file());
    return new CaptionedVideo(
        entry.where(), new VideoFile(file, ReadLog.INSTANCE), entry.caption());
  }

  private VideoEntry checked(VideoEntry entry) {
    try {
      check(SampleFiles.resolve(folder, entry.file()));
      return entry;
    } catch (InputException e) {
      throw entry.where().equals(entry.file())
          ? e
          : new InputException(entry.where() + ": " + e.getMessage(), e);
    }
  }

  private void check(Path file) {
    VideoFile video = new VideoFile(file, ReadLog.INSTANCE);
    switch (config.check()) {
      case EXISTS -> SampleFiles.require(file);
      case HEADER -> requireLength(file, video.probe());
      case CONTENT -> {
        requireLength(file, video.probe());
        video.decodeAll();
      }
    }
  }

  private void requireLength(Path file, VideoInfo info) {
    // A length of 0 means that the file does not say: reading will tell.
    if (info.seconds() > 0 && info.seconds() < config.minSeconds()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: too short: %.2f s, at least %.2f s are wanted",
              file,
              info.seconds(),
              config.minSeconds()));
    }
  }
}
