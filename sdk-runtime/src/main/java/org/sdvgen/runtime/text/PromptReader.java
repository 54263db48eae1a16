package org.sdvgen.runtime.text;

import java.util.List;
import java.util.function.UnaryOperator;

/** Reads prompts as a model does: cleans them, splits them into tokens and pads these. */
public final class PromptReader implements AutoCloseable {
  private final PromptTokenizer tokenizer;
  private final UnaryOperator<String> cleaner;
  private final TextLimit limit;

  /**
   * A reader.
   *
   * @param tokenizer splits prompts; closed with this
   * @param cleaner cleans a prompt before it is split; the identity for no cleaning
   * @param limit how long prompts are
   */
  public PromptReader(PromptTokenizer tokenizer, UnaryOperator<String> cleaner, TextLimit limit) {
    this.tokenizer = tokenizer;
    this.cleaner = cleaner;
    this.limit = limit;
  }

  /**
   * Reads prompts.
   *
   * @param prompts one per row
   * @return their tokens
   * @throws org.sdvgen.api.error.InputException if a prompt is too long and long ones are refused
   */
  public TokenRows read(List<String> prompts) {
    return TokenRows.of(tokenizer, limit, prompts.stream().map(cleaner).toList());
  }

  /**
   * Makes sure that a prompt is not too long.
   *
   * @param prompt the prompt, not cleaned yet
   * @throws org.sdvgen.api.error.InputException if it is too long and long ones are refused
   */
  public void check(String prompt) {
    TokenRows.check(tokenizer, limit, cleaner.apply(prompt));
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
