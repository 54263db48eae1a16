package org.sdvgen.data.videos;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.ReadLog;
import org.sdvgen.data.files.SampleCollector;
import org.sdvgen.data.files.Samples;
import org.sdvgen.data.files.UnusableSamples;
import org.sdvgen.data.tar.TarPart;
import org.sdvgen.data.tar.TarSample;
import org.sdvgen.data.tar.TarShard;
import org.sdvgen.data.tar.TarTexts;
import org.sdvgen.runtime.media.VideoFile;

/** Videos in tar archives, read in place: nothing is unpacked. */
final class TarVideos {
  private final CaptionedVideosSettings settings;
  private final Set<String> suffixes;

  private TarVideos(CaptionedVideosSettings settings, Set<String> suffixes) {
    this.settings = settings;
    this.suffixes = suffixes;
  }

  /**
   * Lists the videos.
   *
   * @param archives the archives in their order
   * @param suffixes endings of videos
   * @param unusable has the other files beside the archives
   * @throws InputException if an archive cannot be read or nothing can be used
   */
  static DataSource open(
      CaptionedVideosSettings settings,
      List<Path> archives,
      Set<String> suffixes,
      UnusableSamples unusable,
      Notices notices) {
    TarVideos source = new TarVideos(settings, suffixes);
    SampleCollector<TarSample, Entry> entries = new SampleCollector<>(source::entry, unusable);
    archives.forEach(archive -> TarShard.read(archive, unusable::passOver).forEach(entries::add));
    List<Entry> usable = entries.finish();
    unusable.report(settings.path().toString(), usable.size(), notices);
    return new Samples<>(CaptionedVideo.class, usable, Entry::video);
  }

  private Entry entry(TarSample sample) {
    TarPart part =
        sample
            .find(suffixes)
            .orElseThrow(
                () ->
                    new InputException(
                        sample.where() + ": there is no video, only " + sample.parts().keySet()));
    String caption = caption(sample);
    OptionalDouble seconds = VideoCheck.of(settings).accept(part.toString(), file(part));
    return new Entry(sample.where(), part, caption, seconds);
  }

  private String caption(TarSample sample) {
    try {
      return TarTexts.row(sample).text(settings.caption());
    } catch (InputException e) {
      throw new InputException(sample.where() + ": " + e.getMessage(), e);
    }
  }

  private static VideoFile file(TarPart part) {
    return VideoFile.within(
        part.archive(), part.toString(), part.start(), part.length(), ReadLog.INSTANCE);
  }

  /**
   * An entry in the list of videos.
   *
   * @param where names the sample
   * @param part the video in its archive
   * @param caption describes it
   * @param seconds the video's length; empty if it is not known
   */
  private record Entry(String where, TarPart part, String caption, OptionalDouble seconds) {
    CaptionedVideo video() {
      return new CaptionedVideo(where, file(part).withSeconds(seconds), caption);
    }
  }
}
