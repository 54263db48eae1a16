package org.sdvgen.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.runtime.media.VideoFile;
import org.sdvgen.runtime.media.VideoInfo;

/**
 * The data source {@code captioned-videos}: a metadata file, or videos with a text file of the same
 * name beside each.
 */
final class CaptionedVideos {
  private static final Set<String> VIDEO_SUFFIXES =
      Set.of("mp4", "mov", "mkv", "webm", "avi", "m4v", "mpg", "mpeg");
  private static final List<String> METADATA_NAMES = List.of("metadata.jsonl", "metadata.csv");

  private final CaptionedVideosConfig config;

  private CaptionedVideos(CaptionedVideosConfig config) {
    this.config = config;
  }

  static DataSource load(CaptionedVideosConfig config, ComponentContext context) {
    UnusableSamples unusable = new UnusableSamples();
    CaptionedVideos loader = new CaptionedVideos(config);
    List<CaptionedVideo> videos = loader.videos(unusable);
    unusable.report(config.path().toString(), videos.size(), context.notices());
    return new Samples<>(CaptionedVideo.class, videos);
  }

  private List<CaptionedVideo> videos(UnusableSamples unusable) {
    if (!Files.isDirectory(config.path())) {
      return listed(config.path(), unusable);
    }
    List<Path> metadata =
        METADATA_NAMES.stream().map(config.path()::resolve).filter(Files::isRegularFile).toList();
    if (metadata.size() > 1) {
      throw new InputException(
          "%s holds both %s; name the one to use as path"
              .formatted(config.path(), String.join(" and ", METADATA_NAMES)));
    }
    return metadata.isEmpty()
        ? SampleLoader.load(videosIn(config.path()), this::withCaptionBeside, unusable)
        : listed(metadata.get(0), unusable);
  }

  private List<CaptionedVideo> listed(Path metadata, UnusableSamples unusable) {
    return SampleLoader.load(
        Table.read(metadata, unusable), row -> row.use(this::fromRow), unusable);
  }

  private CaptionedVideo fromRow(Row row) {
    String caption = row.text(config.captionColumn());
    return video(row.where(), row.path(config.videoColumn()), caption);
  }

  private CaptionedVideo withCaptionBeside(Path file) {
    String name = file.getFileName().toString();
    Path text = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
    if (!Files.isRegularFile(text)) {
      throw new InputException(
          file + ": its caption is missing, expected in " + text.getFileName());
    }
    try {
      String caption = Files.readString(text).strip();
      if (caption.isEmpty()) {
        throw new InputException(text + ": the caption is empty");
      }
      return video(file.toString(), file, caption);
    } catch (CharacterCodingException e) {
      throw new InputException(text + ": the caption is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      throw new InputException(text + ": the caption cannot be read: " + e.getMessage(), e);
    }
  }

  private CaptionedVideo video(String id, Path file, String caption) {
    VideoFile video = new VideoFile(file, ReadLog.INSTANCE);
    switch (config.check()) {
      case EXISTS -> SampleFiles.require(file);
      case HEADER -> requireLength(file, video.probe());
      case CONTENT -> {
        requireLength(file, video.probe());
        video.decodeAll();
      }
    }
    return new CaptionedVideo(id, video, caption);
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

  private static List<Path> videosIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(CaptionedVideos::isVideo).sorted().toList();
    } catch (IOException e) {
      throw new InputException(folder + ": the folder cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isVideo(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && VIDEO_SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
