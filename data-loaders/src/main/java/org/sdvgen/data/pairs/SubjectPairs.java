package org.sdvgen.data.pairs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.FolderFiles;
import org.sdvgen.data.files.SampleFiles;

/** The data source {@code subject-pairs}: detects the layout of the data set. */
public final class SubjectPairs {
  private static final String PARQUET = "parquet";

  private SubjectPairs() {}

  /**
   * Opens a data set.
   *
   * @param settings path, columns and filters
   * @param context takes notices of skipped files
   * @return its pairs
   * @throws InputException if there is no pair that can be used
   */
  public static DataSource load(SubjectPairsSettings settings, ComponentContext context) {
    Path path = settings.path();
    Notices notices = context.notices();
    if (!Files.isDirectory(path)) {
      return SampleFiles.suffix(path).equals(PARQUET)
          ? Subjects200k.open(settings, List.of(path), notices)
          : TablePairs.open(settings, path, notices);
    }
    Optional<Path> metadata = SampleFiles.metadata(path);
    if (metadata.isPresent()) {
      return TablePairs.open(settings, metadata.get(), notices);
    }
    Path data = path.resolve("data");
    FolderFiles tables = FolderFiles.list(Files.isDirectory(data) ? data : path, Set.of(PARQUET));
    if (!tables.files().isEmpty()) {
      return Subjects200k.open(settings, shards(tables, notices), notices);
    }
    return FolderPairs.in(path)
        .orElseThrow(() -> unknownLayout(path, tables))
        .open(settings, notices);
  }

  /** Files for training if there are others as well. */
  private static List<Path> shards(FolderFiles tables, Notices notices) {
    tables.passedOver().forEach(notices::say);
    Map<Boolean, List<Path>> training =
        tables.files().stream()
            .collect(
                Collectors.partitioningBy(
                    file -> String.valueOf(file.getFileName()).startsWith("train")));
    List<Path> chosen = training.getOrDefault(true, List.of());
    List<Path> others = training.getOrDefault(false, List.of());
    if (chosen.isEmpty()) {
      return others;
    }
    if (!others.isEmpty()) {
      notices.say(
          "%s: skipped because train* is there: %s"
              .formatted(
                  SampleFiles.folder(others.get(0)),
                  FolderFiles.listed(
                      others.stream().map(file -> String.valueOf(file.getFileName())).toList())));
    }
    return chosen;
  }

  private static InputException unknownLayout(Path path, FolderFiles found) {
    return new InputException(
        path
            + ": no layout of subject pairs is known in this folder: expected metadata.jsonl,"
            + " .json or .csv, *.parquet files of Subjects200K (there or in data), or the folders"
            + " reference and target; the folder holds: "
            + (found.passedOver().isEmpty() ? "nothing" : String.join("; ", found.passedOver())));
  }
}
