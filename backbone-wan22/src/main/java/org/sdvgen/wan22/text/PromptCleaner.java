package org.sdvgen.wan22.text;

import org.sdvgen.runtime.text.repair.HtmlCharacters;
import org.sdvgen.runtime.text.repair.TextRepair;
import org.sdvgen.runtime.text.repair.WhiteSpace;

/** Cleans a prompt up as diffusers' Wan pipeline does before it is cut into tokens. */
public final class PromptCleaner {
  private PromptCleaner() {}

  /**
   * Repairs garbled characters, resolves references of HTML twice, since some prompts are escaped
   * twice, and makes every run of white space one space.
   *
   * @param prompt any text
   * @return the clean prompt
   */
  public static String clean(String prompt) {
    String repaired = TextRepair.repair(prompt);
    return WhiteSpace.collapse(HtmlCharacters.unescape(HtmlCharacters.unescape(repaired)));
  }
}
