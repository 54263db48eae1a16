package org.sdvgen.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.error.InputException;
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
    if (config.missingSubject() == SubjectPairsConfig.MissingSubject.ERROR) {
      loader.requireSubjects(rows);
    }
    List<SubjectPair> pairs = SampleLoader.load(rows, row -> row.use(loader::pair), unusable);
    unusable.report(config.path().toString(), pairs.size(), context.notices());
    return new Samples<>(SubjectPair.class, pairs);
  }

  private void requireSubjects(List<Row> rows) {
    List<String> problems = rows.stream().flatMap(row -> subjectProblem(row).stream()).toList();
    if (!problems.isEmpty()) {
      throw new InputException(
          UnusableSamples.listed(
              "%s: %d prompts do not contain their subject; mend them or set missing_subject = skip"
                  .formatted(config.path(), problems.size()),
              problems));
    }
  }

  private Optional<String> subjectProblem(Row row) {
    String prompt = row.values().getOrDefault(config.promptColumn(), "");
    String subject = row.values().getOrDefault(config.subjectColumn(), "");
    if (prompt.isBlank() || subject.isBlank()) {
      return Optional.empty(); // an incomplete row, which is left out with a reason of its own
    }
    try {
      SubjectPrompt.mark(prompt, subject, ANY_TOKEN);
      return Optional.empty();
    } catch (InputException e) {
      return Optional.of(row.where() + ": " + e.getMessage());
    }
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
