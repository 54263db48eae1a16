package org.sdvgen.cogvideox.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.sdvgen.cogvideox.TinyModel;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.text.T5Tokenizer;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.text.TokenRows;

/** The tokenizer on any text. */
class T5TokenizerTest {
  private static final int END = 1;
  private static final int PADDING = 0;

  @Property(tries = 200)
  void everyTextEndsOnceAndFitsItsLength(
      @ForAll @StringLength(max = 60) String text,
      @ForAll @IntRange(min = 1, max = 40) int length) {
    try (T5Tokenizer tokenizer = T5Tokenizer.open(TinyModel.folder().resolve("tokenizer"))) {
      int[] ids = tokenizer.encode(text);
      assertEquals(END, ids[ids.length - 1]);
      TextLimit limit = new TextLimit(length, LongPrompts.TRUNCATE);
      int[] fitted = TokenRows.of(tokenizer, limit, List.of(text)).ids()[0];
      assertEquals(length, fitted.length);
      int last = Math.min(ids.length, length) - 1;
      assertEquals(END, fitted[last]);
      for (int i = last + 1; i < length; i++) {
        assertEquals(PADDING, fitted[i]);
      }
    }
  }

  @Test
  void closingTwiceFreesOnce() {
    T5Tokenizer tokenizer = T5Tokenizer.open(TinyModel.folder().resolve("tokenizer"));
    int[] ids = tokenizer.withToken("<cls>").encode("<cls>");
    assertArrayEquals(new int[] {tokenizer.length(), END}, ids);
    tokenizer.close();
    tokenizer.close();
    assertThrows(IllegalStateException.class, () -> tokenizer.encode("a"));
  }
}
