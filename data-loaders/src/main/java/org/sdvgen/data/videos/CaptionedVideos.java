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
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.FolderFiles;
import org.sdvgen.data.files.LinedTexts;
import org.sdvgen.data.files.Row;
import org.sdvgen.data.files.SampleFiles;
import org.sdvgen.data.files.Table;
import org.sdvgen.data.files.UnusableSamples;

/** The data source {@code captioned-videos}: detects the layout of the data set. */
public final class CaptionedVideos {
  private static final Set<String> VIDEO_SUFFIXES =
      Set.of(
          "mp4", "mov", "mkv", "webm", "avi", "m4v", "mpg", "mpeg", "ts", "mts", "m2ts", "vob",
          "wmv", "asf", "flv", "f4v", "3gp", "3g2", "ogv", "mxf");

  private static final String TAR = "tar";
  private static final Pattern PACKED_TAR = Pattern.compile("\\.(tar\\.\\w+|tgz|tbz2?|txz)\\b");
  private static final String UNPACK =
      "archives are read where they lie, so they must not be compressed: unpack it to a .tar";

  private final CaptionedVideosSettings settings;
  private final VideoListing videos;

  private CaptionedVideos(CaptionedVideosSettings settings, Path folder) {
    this.settings = settings;
    videos = new VideoListing(settings, folder);
  }

  /**
   * Opens a data set.
   *
   * @param settings path and columns
   * @param context takes notices of skipped files
   * @return its videos
   * @throws InputException if there is no video that can be used
   */
  public static DataSource load(CaptionedVideosSettings settings, ComponentContext context) {
    Path path = settings.path();
    if (Files.isDirectory(path)) {
      return openFolder(settings, path, context.notices());
    }
    if (PACKED_TAR.matcher(path.toString()).find()) {
      throw new InputException(path + ": " + UNPACK);
    }
    if (SampleFiles.suffix(path).equals(TAR)) {
      return TarVideos.open(
          settings, List.of(path), VIDEO_SUFFIXES, new UnusableSamples(), context.notices());
    }
    CaptionedVideos loader = new CaptionedVideos(settings, SampleFiles.folder(path));
    loader.listTable(path);
    return loader.videos.finish(context.notices());
  }

  /** A folder without metadata that holds archives is a set of these. */
  private static DataSource openFolder(
      CaptionedVideosSettings settings, Path folder, Notices notices) {
    FolderFiles archives = FolderFiles.list(folder, Set.of(TAR));
    if (SampleFiles.metadata(folder).isEmpty() && !archives.files().isEmpty()) {
      UnusableSamples unusable = new UnusableSamples();
      archives.passedOver().forEach(unusable::passOver);
      return TarVideos.open(settings, archives.files(), VIDEO_SUFFIXES, unusable, notices);
    }
    CaptionedVideos loader = new CaptionedVideos(settings, folder);
    loader.listFolder(folder);
    return loader.videos.finish(notices);
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
      listFiles(FolderFiles.list(folder, VIDEO_SUFFIXES));
    }
  }

  private void listTable(Path metadata) {
    Table.read(metadata, this::add, videos::leaveOut);
  }

  private void add(Row row) {
    try {
      String caption = row.text(settings.caption());
      videos.add(new VideoEntry(row.where(), row.text(settings.video()), caption));
    } catch (InputException e) {
      videos.leaveOut(row.where() + ": " + e.getMessage());
    }
  }

  private void listFiles(FolderFiles folder) {
    for (Path file : folder.files()) {
      try {
        String name = file.getFileName().toString();
        videos.add(new VideoEntry(name, name, folder.caption(file)));
      } catch (InputException e) {
        videos.leaveOut(String.valueOf(e.getMessage()));
      }
    }
    for (String sentence : folder.passedOver()) {
      boolean packed = PACKED_TAR.matcher(sentence).find();
      videos.passOver(packed ? sentence + "; of compressed archives: " + UNPACK : sentence);
    }
  }
}
