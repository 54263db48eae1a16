package org.sdvgen.data.pairs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.data.files.SampleFiles;

/** The data source {@code subject-pairs}: finds out how the data set is laid out. */
public final class SubjectPairs {
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
    if (!Files.isDirectory(path)) {
      return TablePairs.open(config, path, context.notices());
    }
    Optional<Path> metadata = SampleFiles.metadata(path);
    if (metadata.isPresent()) {
      return TablePairs.open(config, metadata.get(), context.notices());
    }
    return FolderPairs.in(path)
        .orElseThrow(() -> unknownLayout(path))
        .open(config, context.notices());
  }

  private static InputException unknownLayout(Path path) {
    return new InputException(
        path
            + ": no layout of subject pairs is known in this folder: expected metadata.jsonl,"
            + " .json or .csv, or the folders reference and target");
  }
}
