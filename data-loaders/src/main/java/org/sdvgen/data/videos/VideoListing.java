package org.sdvgen.data.videos;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.ReadLog;
import org.sdvgen.data.files.SampleCollector;
import org.sdvgen.data.files.SampleFiles;
import org.sdvgen.data.files.Samples;
import org.sdvgen.data.files.UnusableSamples;
import org.sdvgen.runtime.io.FileNames;
import org.sdvgen.runtime.media.VideoFile;

/** Collects video files with captions and checks them as thoroughly as the settings say. */
final class VideoListing {
  private final CaptionedVideosSettings settings;
  private final Path folder;
  private final UnusableSamples unusable = new UnusableSamples();
  private final SampleCollector<VideoEntry, VideoEntry> videos =
      new SampleCollector<>(this::checked, unusable);

  /**
   * An empty listing.
   *
   * @param settings thoroughness of checks, and columns
   * @param folder base of relative file names
   */
  VideoListing(CaptionedVideosSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
  }

  void add(VideoEntry entry) {
    videos.add(entry);
  }

  void leaveOut(String reason) {
    unusable.add(reason);
  }

  void passOver(String sentence) {
    unusable.passOver(sentence);
  }

  /**
   * Ends the listing.
   *
   * @throws InputException if nothing can be used
   */
  DataSource finish(Notices notices) {
    List<VideoEntry> entries = videos.finish();
    unusable.report(settings.path().toString(), entries.size(), notices);
    return new Samples<>(CaptionedVideo.class, entries, this::video);
  }

  private CaptionedVideo video(VideoEntry entry) {
    Path file = FileNames.resolve(folder, entry.file());
    return new CaptionedVideo(
        entry.where(),
        new VideoFile(file, ReadLog.INSTANCE).withSeconds(entry.seconds()),
        entry.caption());
  }

  private VideoEntry checked(VideoEntry entry) {
    try {
      return entry.measured(check(FileNames.resolve(folder, entry.file())));
    } catch (InputException e) {
      throw entry.where().equals(entry.file())
          ? e
          : new InputException(entry.where() + ": " + e.getMessage(), e);
    }
  }

  private OptionalDouble check(Path file) {
    SampleFiles.require(file);
    return VideoCheck.of(settings).accept(file.toString(), new VideoFile(file, ReadLog.INSTANCE));
  }
}
