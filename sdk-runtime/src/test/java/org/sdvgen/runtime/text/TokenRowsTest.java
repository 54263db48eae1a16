package org.sdvgen.runtime.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.error.InputException;

class TokenRowsTest {
  private static final int END = 1;
  private static final int PADDING = 7;
  private static final PromptTokenizer CHARACTERS = new CharacterTokenizer();

  @Test
  void shortPromptsAreFilledUpAndLongOnesCutBeforeTheEndToken() {
    TokenRows rows = rows(LongPrompts.TRUNCATE, "A", "ABCDE");
    assertArrayEquals(new int[][] {{'A', END, PADDING, PADDING}, {'A', 'B', 'C', END}}, rows.ids());
    assertArrayEquals(new int[] {2, 4}, rows.lengths());
    assertEquals(4, rows.width());
  }

  @Test
  void aLongPromptIsRefusedByName() {
    InputException error =
        assertThrows(InputException.class, () -> rows(LongPrompts.REFUSE, "A", "ABCDE"));
    assertEquals(
        "the prompt \"ABCDE\" has 6 tokens, but the model takes at most 4: shorten it or set"
            + " long_prompts=truncate",
        error.getMessage());
  }

  @Test
  void columnsOfPaddingAloneAreTrimmed() {
    TokenRows trimmed = rows(LongPrompts.REFUSE, "A", "AB").trimmed();
    assertArrayEquals(new int[][] {{'A', END, PADDING}, {'A', 'B', END}}, trimmed.ids());
    assertArrayEquals(new int[] {2, 3}, trimmed.lengths());
    assertTrue(trimmed.isPadded());
  }

  @Test
  void withoutPaddingEveryTokenIsText() {
    TokenRows rows = TokenRows.withoutPadding(rows(LongPrompts.REFUSE, "A", "AB").ids());
    assertArrayEquals(new int[] {4, 4}, rows.lengths());
    assertFalse(rows.isPadded());
  }

  private static TokenRows rows(LongPrompts longPrompts, String... prompts) {
    return TokenRows.of(CHARACTERS, new TextLimit(4, longPrompts), List.of(prompts));
  }

  /** Every character is a token, the end token follows. */
  private static final class CharacterTokenizer implements PromptTokenizer {
    @Override
    public int length() {
      return Character.MAX_VALUE + 1;
    }

    @Override
    public int[] encode(String prompt) {
      return IntStream.concat(prompt.chars(), IntStream.of(END)).toArray();
    }

    @Override
    public int endToken() {
      return END;
    }

    @Override
    public int padToken() {
      return PADDING;
    }

    @Override
    public void close() {}
  }
}
