package org.sdvgen.data.pairs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.data.files.FileCheck;
import org.sdvgen.data.pairs.SubjectPairsSettings.MissingSubject;
import org.sdvgen.data.pairs.SubjectPairsSettings.Targets;

/**
 * The settings of {@code subject-pairs} that tests change; all others have their defaults.
 *
 * @param path the data set
 */
record PairSettings(
    Path path,
    Optional<String> subject,
    MissingSubject missingSubject,
    FileCheck check,
    Targets targets) {
  static PairSettings of(Path path) {
    return new PairSettings(
        path, Optional.empty(), MissingSubject.ERROR, FileCheck.HEADER, Targets.BOTH);
  }

  PairSettings subject(String words) {
    return new PairSettings(path, Optional.of(words), missingSubject, check, targets);
  }

  PairSettings missingSubject(MissingSubject choice) {
    return new PairSettings(path, subject, choice, check, targets);
  }

  PairSettings check(FileCheck choice) {
    return new PairSettings(path, subject, missingSubject, choice, targets);
  }

  PairSettings targets(Targets choice) {
    return new PairSettings(path, subject, missingSubject, check, choice);
  }

  SubjectPairsSettings config() {
    return new SubjectPairsSettings(
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        subject,
        5,
        List.of(),
        targets,
        missingSubject,
        check);
  }
}
