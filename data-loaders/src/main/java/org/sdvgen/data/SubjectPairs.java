package org.sdvgen.data;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.objective.SubjectPrompt;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.runtime.media.PictureFile;

/** The data source {@code subject-pairs}: one line of a metadata file per pair. */
final class SubjectPairs {
  /**
   * Stands for the backbone's token, which is not known here, to see whether it could be placed.
   */
  private static final String ANY_TOKEN = "<cls>";

  private final SubjectPairsConfig config;

  private SubjectPairs(SubjectPairsConfig config) {
    this.config = config;
  }

  static DataSource load(SubjectPairsConfig config, ComponentContext context) {
    UnusableSamples unusable = new UnusableSamples();
    List<Row> rows = Table.read(config.path(), unusable);
    SubjectPairs loader = new SubjectPairs(config);
    List<SubjectPair> pairs = SampleLoader.load(rows, row -> row.use(loader::pair), unusable);
    unusable.report(config.path().toString(), pairs.size(), context.notices());
    return new Samples<>(SubjectPair.class, pairs);
  }

  private SubjectPair pair(Row row) {
    String prompt = row.text(config.promptColumn());
    String subject = row.text(config.subjectColumn());
    SubjectPrompt.mark(prompt, subject, ANY_TOKEN);
    return new SubjectPair(
        row.where(),
        picture(row.path(config.sourceColumn())),
        picture(row.path(config.targetColumn())),
        prompt,
        subject);
  }

  private PictureFile picture(Path file) {
    PictureFile picture = new PictureFile(file, ReadLog.INSTANCE);
    switch (config.check()) {
      case EXISTS -> SampleFiles.require(file);
      case HEADER -> picture.probe();
      case CONTENT -> picture.readWhole();
    }
    return picture;
  }
}
