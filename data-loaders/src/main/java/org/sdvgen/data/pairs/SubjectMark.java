package org.sdvgen.data.pairs;

import java.util.Locale;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.SubjectPrompt;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.data.files.UnusableSamples;
import org.sdvgen.data.pairs.SubjectPairsSettings.MissingSubject;

/** Checks that every prompt names its subject, so that the subject token can be placed. */
final class SubjectMark {
  /**
   * A stand-in for the backbone's token, which is not known here, to check that it can be placed.
   */
  private static final String ANY_TOKEN = "<cls>";

  private final SubjectPairsSettings settings;
  private final UnusableSamples unmarked = new UnusableSamples();

  SubjectMark(SubjectPairsSettings settings) {
    this.settings = settings;
  }

  /**
   * Whether the prompt of a pair names its subject.
   *
   * @param where names the pair
   * @param unusable takes the reason if it is to be skipped
   */
  boolean accepts(String where, String prompt, String subject, UnusableSamples unusable) {
    try {
      SubjectPrompt.mark(prompt, subject, ANY_TOKEN);
      return true;
    } catch (InputException e) {
      boolean error = settings.missingSubject() == MissingSubject.ERROR;
      (error ? unmarked : unusable).add(where + ": " + e.getMessage());
      return false;
    }
  }

  /**
   * Ends the listing and reports unusable pairs.
   *
   * @param usable number of usable samples
   * @throws InputException if prompts without their subject refuse the data set, or if nothing can
   *     be used
   */
  void finish(long usable, UnusableSamples unusable, Notices notices) {
    if (unmarked.count() > 0) {
      throw new InputException(
          unmarked.listed(
              String.format(
                  Locale.ROOT,
                  "%s: %d prompts do not contain their subject; correct them or set missing_subject"
                      + " = skip",
                  settings.path(),
                  unmarked.count())));
    }
    unusable.report(settings.path().toString(), usable, notices);
  }
}
