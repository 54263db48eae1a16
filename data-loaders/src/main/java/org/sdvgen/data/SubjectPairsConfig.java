package org.sdvgen.data;

import java.nio.file.Path;
import org.sdvgen.api.config.Setting;

/**
 * Settings of {@code subject-pairs}.
 *
 * @param path the JSONL or CSV file, one pair per line
 * @param sourceColumn column with the reference picture's file
 * @param targetColumn column with the target picture's file
 * @param promptColumn column with the prompt
 * @param subjectColumn column with the subject's words
 * @param missingSubject what to do with a prompt in which its subject does not occur
 * @param check how closely the files are looked at before training
 */
public record SubjectPairsConfig(
    @Setting(doc = "JSONL or CSV file, one pair per line; files in it are relative to it")
        Path path,
    @Setting(doc = "Column with the reference picture's file", defaultValue = "source")
        String sourceColumn,
    @Setting(doc = "Column with the target picture's file", defaultValue = "target")
        String targetColumn,
    @Setting(doc = "Column with the prompt that describes the target", defaultValue = "prompt")
        String promptColumn,
    @Setting(
            doc = "Column with the words of the prompt that name the subject",
            defaultValue = "subject")
        String subjectColumn,
    @Setting(
            doc =
                "A prompt without its subject: error (nothing is trained) or skip (left out, said)",
            defaultValue = "error")
        MissingSubject missingSubject,
    @Setting(
            doc = "Looked at before training: exists (quick), header, or content (decodes all)",
            defaultValue = "header")
        FileCheck check) {
  /** What to do with a prompt in which its subject does not occur. */
  public enum MissingSubject {
    /** Refuse the data set and name every such prompt: most often the columns are mixed up. */
    ERROR,
    /** Leave the pair out and say so. */
    SKIP
  }
}
