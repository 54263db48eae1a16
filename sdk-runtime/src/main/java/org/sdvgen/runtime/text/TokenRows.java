package org.sdvgen.runtime.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.error.InputException;

/** Prompts as rows of token ids of one length, filled up with the padding token. */
public final class TokenRows {
  private final int[][] ids;
  private final int[] lengths;

  /**
   * Rows.
   *
   * @param ids B rows of L ids
   * @param lengths how many ids of a row are not padding: at least 1, for the end token
   */
  public TokenRows(int[][] ids, int[] lengths) {
    this.ids = ids;
    this.lengths = lengths;
  }

  /**
   * Takes every token for text, padding included.
   *
   * @param ids B rows of L ids
   * @return the rows
   */
  public static TokenRows withoutPadding(int[][] ids) {
    int[] lengths = new int[ids.length];
    Arrays.fill(lengths, ids[0].length);
    return new TokenRows(ids, lengths);
  }

  /**
   * Cuts prompts into rows as long as the model takes.
   *
   * @param tokenizer cuts them
   * @param limit the rows' length, and how longer prompts are treated
   * @param prompts one per row
   * @return the rows
   * @throws InputException if a prompt is too long and long ones are refused
   */
  public static TokenRows of(PromptTokenizer tokenizer, TextLimit limit, List<String> prompts) {
    int[][] ids = prompts.stream().map(tokenizer::encode).toArray(int[][]::new);
    int[] lengths = new int[ids.length];
    for (int row = 0; row < ids.length; row++) {
      check(prompts.get(row), ids[row].length, limit);
      lengths[row] = Math.min(ids[row].length, limit.maxTokens());
      ids[row] = fit(tokenizer, ids[row], limit.maxTokens());
    }
    return new TokenRows(ids, lengths);
  }

  /**
   * Makes sure that a prompt is not too long.
   *
   * @param tokenizer cuts it
   * @param limit the rows' length, and how longer prompts are treated
   * @param prompt any text
   * @throws InputException if it is too long and long ones are refused
   */
  public static void check(PromptTokenizer tokenizer, TextLimit limit, String prompt) {
    if (limit.longPrompts() == LongPrompts.REFUSE) {
      check(prompt, tokenizer.encode(prompt).length, limit);
    }
  }

  private static void check(String prompt, int tokens, TextLimit limit) {
    if (tokens > limit.maxTokens() && limit.longPrompts() == LongPrompts.REFUSE) {
      throw new InputException(
          String.format(
                  Locale.ROOT,
                  "the prompt \"%s\" has %d tokens, but the model takes at most %d: shorten it or"
                      + " set",
                  prompt,
                  tokens,
                  limit.maxTokens())
              + " long_prompts=truncate");
    }
  }

  /**
   * Brings ids to a length: longer ones are cut and end in the end token all the same, shorter ones
   * are filled with the padding token.
   */
  private static int[] fit(PromptTokenizer tokenizer, int[] ids, int length) {
    int[] fitted = Arrays.copyOf(ids, length);
    if (ids.length > length) {
      fitted[length - 1] = tokenizer.endToken();
    } else {
      Arrays.fill(fitted, ids.length, length, tokenizer.padToken());
    }
    return fitted;
  }

  /** Returns the B rows of L ids. */
  public int[][] ids() {
    return ids;
  }

  /** Returns L. */
  public int width() {
    return ids[0].length;
  }

  /** Returns for each row how many of its ids are not padding. */
  public int[] lengths() {
    return lengths;
  }

  /** Returns whether a row has padding. */
  boolean isPadded() {
    return Arrays.stream(lengths).anyMatch(length -> length < width());
  }

  /** Returns the rows without the columns that are padding in all of them. */
  public TokenRows trimmed() {
    int longest = Arrays.stream(lengths).max().orElseThrow();
    int[][] cut = Arrays.stream(ids).map(row -> Arrays.copyOf(row, longest)).toArray(int[][]::new);
    return new TokenRows(cut, lengths);
  }
}
