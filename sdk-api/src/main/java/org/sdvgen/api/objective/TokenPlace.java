package org.sdvgen.api.objective;

/** Where a backbone's subject token (the paper's {@code <cls>}) stands in a prompt. */
public enum TokenPlace {
  /** Before the subject's name, as in the paper: "An {@code <cls>} armchair in the room". */
  BEFORE_SUBJECT {
    @Override
    public String mark(String prompt, String subject, String token) {
      return SubjectPrompt.mark(prompt, subject, token);
    }
  },
  /** At the prompt's beginning, as in the authors' first code: "{@code <cls>} An armchair". */
  START {
    @Override
    public String mark(String prompt, String subject, String token) {
      return prompt.contains(token) ? prompt : token + " " + prompt;
    }
  },
  /** Nowhere, as in the paper's ablation. */
  NONE {
    @Override
    public String mark(String prompt, String subject, String token) {
      return prompt;
    }
  };

  /**
   * Puts the token into a prompt. A prompt that has it already is left as it is.
   *
   * @param prompt the prompt
   * @param subject the words that name the subject
   * @param token the backbone's subject token
   * @return the prompt as the model is given it
   * @throws org.sdvgen.api.error.InputException if the token stands before the subject and the
   *     subject does not occur
   */
  public abstract String mark(String prompt, String subject, String token);
}
