package org.sdvgen.data.pairs;

import java.nio.file.Path;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.Row;
import org.sdvgen.data.files.SampleFiles;
import org.sdvgen.data.files.Table;

/** Pairs listed by a metadata file, one per line. */
final class TablePairs {
  private final SubjectPairsConfig config;
  private final PairListing pairs;

  private TablePairs(SubjectPairsConfig config, Path metadata) {
    this.config = config;
    pairs = new PairListing(config, SampleFiles.folder(metadata));
  }

  static DataSource open(SubjectPairsConfig config, Path metadata, Notices notices) {
    TablePairs table = new TablePairs(config, metadata);
    Table.read(metadata, table::add, table.pairs::leaveOut);
    return table.pairs.finish(notices);
  }

  private void add(Row row) {
    try {
      pairs.add(entry(row));
    } catch (InputException e) {
      pairs.leaveOut(row.where() + ": " + e.getMessage());
    }
  }

  private PairEntry entry(Row row) {
    return new PairEntry(
        row.where(),
        row.text(config.source()),
        row.text(config.target()),
        row.text(config.prompt()),
        row.find(config.subjectWords())
            .or(config::subject)
            .orElseGet(() -> row.text(config.subjectWords())));
  }
}
