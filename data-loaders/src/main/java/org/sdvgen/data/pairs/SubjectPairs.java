package org.sdvgen.data.pairs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.SampleFiles;

/** The data source {@code subject-pairs}: finds out how the data set is laid out. */
public final class SubjectPairs {
  private static final String PARQUET = "parquet";

  private SubjectPairs() {}

  /**
   * Opens a data set.
   *
   * @param config where it is
   * @param context is told what is left out
   * @return its pairs
   * @throws InputException if there is no pair that can be used
   */
  public static DataSource load(SubjectPairsConfig config, ComponentContext context) {
    Path path = config.path();
    Notices notices = context.notices();
    if (!Files.isDirectory(path)) {
      return SampleFiles.suffix(path).equals(PARQUET)
          ? Subjects200k.open(config, List.of(path), notices)
          : TablePairs.open(config, path, notices);
    }
    Optional<Path> metadata = SampleFiles.metadata(path);
    if (metadata.isPresent()) {
      return TablePairs.open(config, metadata.get(), notices);
    }
    List<Path> shards = shards(path);
    if (!shards.isEmpty()) {
      return Subjects200k.open(config, shards, notices);
    }
    return FolderPairs.in(path).orElseThrow(() -> unknownLayout(path)).open(config, notices);
  }

  /** Files for training if there are others as well, in the folder or in its folder data. */
  private static List<Path> shards(Path folder) {
    Path data = folder.resolve("data");
    List<Path> all =
        SampleFiles.withSuffix(Files.isDirectory(data) ? data : folder, Set.of(PARQUET));
    List<Path> training =
        all.stream()
            .filter(file -> String.valueOf(file.getFileName()).startsWith("train"))
            .toList();
    return training.isEmpty() ? all : training;
  }

  private static InputException unknownLayout(Path path) {
    return new InputException(
        path
            + ": no layout of subject pairs is known in this folder: expected metadata.jsonl,"
            + " .json or .csv, *.parquet files of Subjects200K (there or in data), or the folders"
            + " reference and target");
  }
}
