package org.sdvgen.wan22.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.wan22.TinyModel;

/** A model that diffusers has saved with transformers 5: one class of tokenizers, one file. */
final class ResavedModelTest {
  private static final Path SAVED =
      Path.of("src/test/resources/org/sdvgen/wan22/checkpoint/transformers5");

  @TempDir private Path folder = Path.of("");

  @Test
  void itIsOpenedAndReadsPromptsAsBefore() throws IOException {
    Path model = TinyModel.copyTo(folder.resolve("model"));
    Path tokenizer = model.resolve("tokenizer");
    for (String file : List.of("spiece.model", "special_tokens_map.json")) {
      Files.delete(tokenizer.resolve(file));
    }
    Files.copy(
        SAVED.resolve("model_index.json"),
        model.resolve("model_index.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        SAVED.resolve("tokenizer_config.json"),
        tokenizer.resolve("tokenizer_config.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Path opened = Wan22Checkpoint.open(model).folder().tokenizer();
    Optional<String> subject = Optional.of("<cls>");
    try (FastTokenizer before =
            FastTokenizer.open(TinyModel.folder().resolve("tokenizer"), subject);
        FastTokenizer after = FastTokenizer.open(opened, subject)) {
      for (String prompt : List.of("", "a <cls> on  grass", "</s><extra_id_3> naïve", "<cls>")) {
        assertArrayEquals(before.encode(prompt), after.encode(prompt), prompt);
      }
    }
  }
}
