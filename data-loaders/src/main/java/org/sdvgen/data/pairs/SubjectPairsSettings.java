package org.sdvgen.data.pairs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.config.Setting;
import org.sdvgen.data.files.Column;
import org.sdvgen.data.files.FileCheck;

/**
 * Settings of {@code subject-pairs}.
 *
 * @param path a metadata file or a folder
 * @param sourceColumn column with the reference picture's file
 * @param targetColumn column with the target picture's file
 * @param promptColumn column with the prompt
 * @param subjectColumn column with the subject's words
 * @param subject the subject's words where no column has them
 * @param minQuality Subjects200K: the lowest assessment that a pair may have
 * @param collections Subjects200K: the parts of the data set that are used; all if empty
 * @param targets Subjects200K: the half of a picture to generate
 * @param missingSubject treatment of a prompt that does not contain its subject
 * @param check how thoroughly the files are checked before training
 */
public record SubjectPairsSettings(
    @Setting(
            doc =
                "A .jsonl, .json or .csv file, one pair per line; a folder that holds metadata.*;"
                    + " a folder with the folders reference and target; or Subjects200K: its"
                    + " folder, or one of its .parquet files",
            decidesResult = false)
        Path path,
    @Setting(doc = "Column with the reference picture's file (default: the usual names)")
        Optional<String> sourceColumn,
    @Setting(doc = "Column with the target picture's file (default: the usual names)")
        Optional<String> targetColumn,
    @Setting(doc = "Column with the prompt that describes the target (default: the usual names)")
        Optional<String> promptColumn,
    @Setting(doc = "Column with the words of the prompt that name the subject")
        Optional<String> subjectColumn,
    @Setting(doc = "Words that name the subject of every pair that has none of its own")
        Optional<String> subject,
    @Setting(
            doc = "Subjects200K: pairs with an assessment below this are skipped",
            defaultValue = "5")
        double minQuality,
    @Setting(doc = "Subjects200K: collections to use (default: all)", defaultValue = "")
        List<String> collections,
    @Setting(
            doc = "Subjects200K: which half is the target: both (two pairs a picture), left, right",
            defaultValue = "both")
        Targets targets,
    @Setting(
            doc =
                "A prompt without its subject: error (nothing is trained) or skip (with a notice)",
            defaultValue = "error")
        MissingSubject missingSubject,
    @Setting(
            doc = "Checked before training: exists (quick), header, or content (decodes all)",
            defaultValue = "header",
            decidesResult = false)
        FileCheck check) {
  /** Copies the list. */
  public SubjectPairsSettings {
    collections = List.copyOf(collections);
  }

  /** Which half of a composite picture is generated from the other. */
  public enum Targets {
    /** Each in turn: a picture gives two pairs. */
    BOTH,
    /** The left one. */
    LEFT,
    /** The right one. */
    RIGHT;

    List<CompositeHalf> halves() {
      return switch (this) {
        case BOTH -> List.of(CompositeHalf.LEFT, CompositeHalf.RIGHT);
        case LEFT -> List.of(CompositeHalf.LEFT);
        case RIGHT -> List.of(CompositeHalf.RIGHT);
      };
    }
  }

  /** Treatment of a prompt that does not contain its subject. */
  public enum MissingSubject {
    /** Refuse the data set and name every such prompt: most often the columns are mixed up. */
    ERROR,
    /** Skip the pair with a notice. */
    SKIP
  }

  Column source() {
    return new Column(
        "source_column",
        sourceColumn,
        List.of("source", "reference", "control_path", "control_file_path", "control"));
  }

  Column target() {
    return new Column(
        "target_column",
        targetColumn,
        List.of("target", "image_path", "file_path", "file_name", "image"));
  }

  Column prompt() {
    return new Column("prompt_column", promptColumn, List.of("prompt", "caption", "text"));
  }

  Column subjectWords() {
    return new Column("subject_column", subjectColumn, List.of("subject", "item", "instance"));
  }
}
