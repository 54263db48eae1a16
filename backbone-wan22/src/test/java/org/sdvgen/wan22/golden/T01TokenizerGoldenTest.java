package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.text.TokenRows;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.text.PromptCleaner;
import org.sdvgen.wan22.text.TokenizerVariants;

/** Case 1: clean prompts, and ids of the fast T5 tokenizer with and without the subject token. */
class T01TokenizerGoldenTest {
  private final GoldenFolder golden = WanGolden.open();
  private final JsonNode expected = golden.json("tokenizer.json");
  private final Path tokenizer = golden.model().resolve("tokenizer");

  @Test
  void promptsAreCleanedUp() {
    for (JsonNode prompt : GoldenFolder.filled(expected.path("prompts"), "prompt")) {
      String text = prompt.get("prompt").asText();
      assertEquals(prompt.get("cleaned").asText(), PromptCleaner.clean(text));
    }
    Parity.exact("01", "cleaned");
  }

  @Test
  void idsAreEqual() {
    try (FastTokenizer plain = FastTokenizer.open(tokenizer, Optional.empty())) {
      assertEquals(expected.get("vocabulary").asInt(), plain.length());
      assertEquals(expected.get("pad_id").asInt(), plain.padToken());
      assertEquals(expected.get("eos_id").asInt(), plain.endToken());
      check(plain, "cleaned", "ids");
      check(plain, "prompt", "ids_raw_prompt");
    }
  }

  @Test
  void theSubjectTokenIsOneToken() {
    try (FastTokenizer withSubject = FastTokenizer.open(tokenizer, Optional.of("<cls>"))) {
      int id = expected.get("cls_id").asInt();
      assertArrayEquals(new int[] {id, withSubject.endToken()}, withSubject.encode("<cls>"));
      assertEquals(id + 1, withSubject.length());
      check(withSubject, "cleaned", "ids_with_cls_token");
    }
  }

  @Test
  void withoutByteFallbackUnknownCharactersAreUnknown(@TempDir Path folder) {
    TokenizerVariants.writeWithoutByteFallback(tokenizer, folder);
    try (FastTokenizer variant = FastTokenizer.open(folder, Optional.empty())) {
      check(variant, "cleaned", "ids_byte_fallback_off");
    }
  }

  @Test
  void rowsAreCutAndFilledUp() {
    List<String> prompts =
        StreamSupport.stream(
                GoldenFolder.filled(expected.path("prompts"), "prompt").spliterator(), false)
            .map(prompt -> prompt.get("cleaned").asText())
            .toList();
    TextLimit limit = new TextLimit(expected.get("max_length").asInt(), LongPrompts.TRUNCATE);
    try (GoldenTensors tensors = new GoldenTensors(golden.tensors("tokenizer.safetensors"));
        FastTokenizer plain = FastTokenizer.open(tokenizer, Optional.empty())) {
      TokenRows wanted = GoldenRows.read(tensors);
      TokenRows found = TokenRows.of(plain, limit, prompts);
      assertArrayEquals(wanted.ids(), found.ids());
      assertArrayEquals(wanted.lengths(), found.lengths());
    }
    Parity.exact("01", "padded ids, mask");
  }

  private void check(FastTokenizer found, String text, String ids) {
    for (JsonNode prompt : GoldenFolder.filled(expected.path("prompts"), "prompt")) {
      String input = prompt.get(text).asText();
      int[] wanted =
          StreamSupport.stream(prompt.get(ids).spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      assertArrayEquals(wanted, found.encode(input), input);
    }
    Parity.exact("01", ids);
  }
}
