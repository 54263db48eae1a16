package org.sdvgen.runtime.text;

/** Splits prompts into the tokens of a text encoder. */
public interface PromptTokenizer extends AutoCloseable {
  /**
   * Encodes a prompt without limit.
   *
   * @param prompt any text
   * @return ids, the end token last
   */
  int[] encode(String prompt);

  /** Returns one more than the largest id. */
  int length();

  /** Returns the id of the token that ends a prompt. */
  int endToken();

  /** Returns the id of the padding token. */
  int padToken();

  @Override
  void close();
}
