package org.sdvgen.api.objective;

import org.sdvgen.api.error.InputException;

/** Puts the subject token before the subject's name ("An {@code <cls>} armchair in the room"). */
public final class SubjectPrompt {
  private SubjectPrompt() {}

  /**
   * Marks the first occurrence of the subject as a word of the prompt, upper and lower case, full
   * and half width, composed and decomposed letters alike. Where a script has no space between
   * words (Chinese, Japanese, Thai, ...) the subject may stand between letters, in Korean a
   * particle may follow; an occurrence that stands alone comes first. A prompt that has the token
   * already is left as it is.
   *
   * @param prompt the prompt
   * @param subject the words that name the subject
   * @param token the backbone's subject token
   * @return the prompt with the token and a space before the subject
   * @throws InputException if the subject does not occur; it names prompt and subject
   */
  public static String mark(String prompt, String subject, String token) {
    if (prompt.contains(token)) {
      return prompt;
    }
    String wanted = subject.strip();
    int at = wanted.isEmpty() ? -1 : find(prompt, wanted);
    if (at < 0) {
      throw new InputException(
          "the subject \"%s\" does not occur in the prompt \"%s\": name it there by the same words"
              .formatted(subject, prompt));
    }
    return prompt.substring(0, at) + token + " " + prompt.substring(at);
  }

  /**
   * Whether a prompt names a subject by the same words, as {@link #mark} finds it.
   *
   * @param prompt the prompt
   * @param subject the words that name the subject
   * @return whether {@link #mark} would find a place for the token
   */
  public static boolean names(String prompt, String subject) {
    return !subject.isBlank() && find(prompt, subject.strip()) >= 0;
  }

  /** Returns where in the prompt the subject begins, or -1. */
  private static int find(String prompt, String subject) {
    SearchText searched = SearchText.of(prompt);
    String wanted = SearchText.of(subject).text();
    for (WordEdge edge : WordEdge.values()) {
      int at = find(searched, wanted, edge);
      if (at >= 0) {
        return searched.origin(at);
      }
    }
    return -1;
  }

  private static int find(SearchText searched, String wanted, WordEdge edge) {
    String text = searched.text();
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (searched.startsLetter(at)
          && edge.before(text, at)
          && edge.after(text, at + wanted.length())) {
        return at;
      }
    }
    return -1;
  }
}
