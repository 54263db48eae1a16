package org.sdvgen.wan22.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.text.FastTokenizer;

/** From prompts as people write them to ids, against diffusers and transformers. */
class Umt5TokenizerTest {
  private static final Optional<String> SUBJECT = Optional.of("<cls>");

  @TempDir private Path folder;

  @Test
  void promptsAreReadAsThePipelineReadsThem() throws IOException {
    try (InputStream table =
            Objects.requireNonNull(getClass().getResourceAsStream("prompts.json"));
        FastTokenizer plain = FastTokenizer.open(TinyText.tokenizer(), Optional.empty());
        FastTokenizer withSubject = FastTokenizer.open(TinyText.tokenizer(), SUBJECT)) {
      for (JsonNode prompt : new ObjectMapper().readTree(table)) {
        String clean = PromptCleaner.clean(prompt.get("prompt").asText());
        assertEquals(prompt.get("clean").asText(), clean);
        assertArrayEquals(ids(prompt.get("ids")), plain.encode(clean), clean);
        assertArrayEquals(ids(prompt.get("ids_with_subject")), withSubject.encode(clean), clean);
      }
    }
  }

  private static int[] ids(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  @Test
  void aSubjectThatTheTokenizerHasKeepsItsId() {
    TokenizerVariants.write(TinyText.tokenizer(), folder, root -> addToken(root, 1250, "<cls>"));
    try (FastTokenizer tokenizer = FastTokenizer.open(folder, SUBJECT)) {
      assertEquals(1251, tokenizer.length());
    }
  }

  private static void addToken(ObjectNode root, int id, String content) {
    ObjectNode token = root.withArray("added_tokens").addObject();
    token.put("id", id).put("content", content).put("special", true);
    for (String property : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
      token.put(property, false);
    }
  }

  @Test
  void closingTwiceFreesOnce() {
    FastTokenizer tokenizer = FastTokenizer.open(TinyText.tokenizer(), Optional.empty());
    tokenizer.close();
    tokenizer.close();
    assertThrows(IllegalStateException.class, () -> tokenizer.encode("a"));
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    TokenizerVariants.write(TinyText.tokenizer(), folder, root -> {});
    Files.delete(folder.resolve("tokenizer.json"));
    refuses("tokenizer.json is missing");
  }

  @Test
  void whatIsNoTokenizerIsNamed() {
    TokenizerVariants.write(
        TinyText.tokenizer(), folder, root -> ((ObjectNode) root.get("model")).put("type", "?"));
    refuses("model.type must be Unigram");
  }

  @Test
  void aTokenizerThatDoesNotEndPromptsIsRefused() {
    TokenizerVariants.write(TinyText.tokenizer(), folder, root -> root.putNull("post_processor"));
    refuses("eos_token");
  }

  @Test
  void aTokenizerWithoutItsEndTokenIsRefused() {
    TokenizerVariants.write(TinyText.tokenizer(), folder, root -> {});
    TokenizerVariants.setConfig(folder, "eos_token", "<end>");
    refuses("has no token <end>");
  }

  private void refuses(String words) {
    InputException error =
        assertThrows(InputException.class, () -> FastTokenizer.open(folder, SUBJECT));
    String message = Objects.requireNonNull(error.getMessage());
    assertTrue(message.contains(words) && message.contains(folder.toString()), message);
  }
}
