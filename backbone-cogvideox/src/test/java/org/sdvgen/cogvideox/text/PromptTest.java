package org.sdvgen.cogvideox.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.TinyModel;
import org.sdvgen.cogvideox.transformer.NormLora;

class PromptTest {
  private static final int END = 1;
  private static final int PADDING = 0;

  @Test
  void aPromptTooLongIsNamedWithBothNumbers() {
    String prompt = "fox ".repeat(40).strip();
    try (Backbone backbone =
            TinyModel.open(TinyModel.config(TinyModel.folder(), "fp32", true, NormLora.REFERENCE));
        NDManager scope = backbone.newScope()) {
      InputException error =
          assertThrows(
              InputException.class,
              () -> backbone.textEncoder().encode(scope, List.of("a fox", prompt)));
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains(prompt), message);
      assertTrue(message.contains(" at most " + backbone.spec().maxTextTokens()), message);
    }
  }

  @Property(tries = 200)
  void everyTextEndsOnceAndFitsItsLength(
      @ForAll @StringLength(max = 60) String text,
      @ForAll @IntRange(min = 1, max = 40) int length) {
    try (T5Tokenizer tokenizer = T5Tokenizer.open(TinyModel.folder().resolve("tokenizer"))) {
      int[] ids = tokenizer.encode(text);
      assertEquals(END, ids[ids.length - 1]);
      int[] fitted = tokenizer.fit(ids, length);
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
