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
  private final SubjectPairsSettings settings;
  private final PairListing pairs;

  private TablePairs(SubjectPairsSettings settings, Path metadata) {
    this.settings = settings;
    pairs = new PairListing(settings, SampleFiles.folder(metadata));
  }

  static DataSource open(SubjectPairsSettings settings, Path metadata, Notices notices) {
    TablePairs table = new TablePairs(settings, metadata);
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
        row.text(settings.source()),
        row.text(settings.target()),
        row.text(settings.prompt()),
        row.find(settings.subjectWords())
            .or(settings::subject)
            .orElseGet(() -> row.text(settings.subjectWords())));
  }
}
