package org.sdvgen.cogvideox.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.cogvideox.TinyModel;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Tokenizer;

/** A tokenizer that transformers 5 has saved, with the ids that it reads prompts as itself. */
final class ResavedTokenizerTest {
  private static final Path SAVED =
      Path.of("src/test/resources/org/sdvgen/cogvideox/text/transformers5");

  @TempDir private Path folder = Path.of("");

  private static int[] ids(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  @Test
  void promptsAreReadAsItsOwnProgramReadsThem() throws IOException {
    JsonNode prompts = new ObjectMapper().readTree(SAVED.resolve("prompts.json").toFile());
    assertTrue(prompts.size() > 50);
    try (PromptTokenizer plain = T5Tokenizer.open(SAVED, Optional.empty());
        PromptTokenizer withSubject = T5Tokenizer.open(SAVED, Optional.of("<cls>"))) {
      assertEquals(plain.length() + 1, withSubject.length());
      for (JsonNode prompt : prompts) {
        String text = prompt.get("prompt").asText();
        assertArrayEquals(ids(prompt.get("ids")), plain.encode(text), text);
        assertArrayEquals(ids(prompt.get("ids_with_subject")), withSubject.encode(text), text);
      }
    }
  }

  /** The slow tokenizer's own file comes first, since its ids may differ. */
  @Test
  void aFolderOfTheSlowTokenizerIsReadAsBefore() throws IOException {
    Path slow = TinyModel.copyTo(folder.resolve("model")).resolve("tokenizer");
    try (PromptTokenizer tokenizer = T5Tokenizer.open(slow, Optional.empty())) {
      assertEquals(T5Tokenizer.class, tokenizer.getClass());
    }
    Files.copy(SAVED.resolve("tokenizer.json"), slow.resolve("tokenizer.json"));
    try (PromptTokenizer tokenizer = T5Tokenizer.open(slow, Optional.empty())) {
      assertEquals(T5Tokenizer.class, tokenizer.getClass());
    }
    Files.copy(
        SAVED.resolve("tokenizer_config.json"),
        slow.resolve("tokenizer_config.json"),
        StandardCopyOption.REPLACE_EXISTING);
    try (PromptTokenizer tokenizer = T5Tokenizer.open(slow, Optional.empty())) {
      assertEquals(FastTokenizer.class, tokenizer.getClass());
    }
  }

  @Test
  void aResavedModelOpens() throws IOException {
    Path model = TinyModel.copyTo(folder.resolve("model"));
    Files.copy(
        SAVED.resolve("model_index.json"),
        model.resolve("model_index.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Path tokenizer = model.resolve("tokenizer");
    for (String file : List.of("spiece.model", "added_tokens.json", "special_tokens_map.json")) {
      Files.delete(tokenizer.resolve(file));
    }
    for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(SAVED.resolve(file), tokenizer.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    try (Backbone backbone = TinyModel.open(TinyModel.config(model, "fp32", true, NormLora.ALL));
        NDManager scope = backbone.newScope()) {
      backbone.textEncoder().encode(scope, List.of("a ball"));
    }
  }
}
