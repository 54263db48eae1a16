package org.sdvgen.data.videos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.data.files.LinedTexts;
import org.sdvgen.data.files.Row;
import org.sdvgen.data.files.SampleFiles;
import org.sdvgen.data.files.Table;

/** The data source {@code captioned-videos}: finds out how the data set is laid out. */
public final class CaptionedVideos {
  private static final Set<String> VIDEO_SUFFIXES =
      Set.of("mp4", "mov", "mkv", "webm", "avi", "m4v", "mpg", "mpeg", "ts");

  private static final String TAR = "tar";
  private static final Pattern PACKED_TAR = Pattern.compile("\\.(tar\\.\\w+|tgz)$");

  private final CaptionedVideosConfig config;
  private final VideoListing videos;

  private CaptionedVideos(CaptionedVideosConfig config, Path folder) {
    this.config = config;
    videos = new VideoListing(config, folder);
  }

  /**
   * Opens a data set.
   *
   * @param config where it is
   * @param context is told what is left out
   * @return its videos
   * @throws InputException if there is no video that can be used
   */
  public static DataSource load(CaptionedVideosConfig config, ComponentContext context) {
    Path path = config.path();
    boolean folder = Files.isDirectory(path);
    List<Path> archives = archives(path, folder);
    if (!archives.isEmpty()) {
      return TarVideos.open(config, archives, VIDEO_SUFFIXES, context.notices());
    }
    CaptionedVideos loader = new CaptionedVideos(config, folder ? path : SampleFiles.folder(path));
    if (folder) {
      loader.listFolder(path);
    } else {
      loader.listTable(path);
    }
    return loader.videos.finish(context.notices());
  }

  /** Archives that are the data set: the path itself, or those in a folder without metadata. */
  private static List<Path> archives(Path path, boolean folder) {
    if (!folder) {
      if (PACKED_TAR.matcher(path.toString()).find()) {
        throw new InputException(
            path
                + ": archives are read where they lie, so they must not be compressed: unpack it to"
                + " a .tar");
      }
      return SampleFiles.suffix(path).equals(TAR) ? List.of(path) : List.of();
    }
    return SampleFiles.metadata(path).isPresent()
        ? List.of()
        : SampleFiles.withSuffix(path, Set.of(TAR));
  }

  private void listFolder(Path folder) {
    Optional<Path> metadata = SampleFiles.metadata(folder);
    Optional<LinedTexts> lines = LinedTexts.in(folder);
    if (metadata.isPresent()) {
      listTable(metadata.get());
    } else if (lines.isPresent()) {
      lines
          .get()
          .read(
              (where, file, caption) -> videos.add(new VideoEntry(where, file, caption)),
              videos::leaveOut);
    } else {
      listFiles(SampleFiles.withSuffix(folder, VIDEO_SUFFIXES));
    }
  }

  private void listTable(Path metadata) {
    Table.read(metadata, this::add, videos::leaveOut);
  }

  private void add(Row row) {
    try {
      String caption = row.text(config.caption());
      videos.add(new VideoEntry(row.where(), row.text(config.video()), caption));
    } catch (InputException e) {
      videos.leaveOut(row.where() + ": " + e.getMessage());
    }
  }

  private void listFiles(List<Path> files) {
    for (Path file : files) {
      try {
        String name = file.getFileName().toString();
        videos.add(new VideoEntry(name, name, SampleFiles.captionBeside(file)));
      } catch (InputException e) {
        videos.leaveOut(String.valueOf(e.getMessage()));
      }
    }
  }
}
