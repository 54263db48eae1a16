package org.sdvgen.cogvideox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.testkit.damage.SeparateProcess;

/** A damaged model is refused with a message, whatever its files say. */
class ModelDamageTest {
  @TempDir private Path folder;
  @TempDir private Path log;

  @ParameterizedTest
  @CsvSource({
    "transformer, num_layers, 2147483647",
    "transformer, num_attention_heads, -4",
    "transformer, sample_height, 99999999999",
    "vae, layers_per_block, 2000000000",
    "vae, norm_eps, 1e999",
    "text_encoder, num_layers, 100000"
  })
  void numbersThatNoModelHasAreRefused(String part, String key, String value) throws IOException {
    Path model = TinyModel.copyTo(folder);
    Path file = model.resolve(part).resolve("config.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("(\"" + key + "\": *)[0-9.e-]+", "$1" + value));
    CogVideoXSettings config = TinyModel.config(model, "fp32", true, NormLora.REFERENCE);
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> new CogVideoXModel(config)).getMessage());
    assertTrue(message.contains("config.json: " + key + " must be a"), message);
  }

  @Test
  void everyDamagedModelIsReadOrRefused() {
    SeparateProcess process =
        SeparateProcess.run(
            ModelDamage.class,
            "256m",
            Duration.ofMinutes(10),
            log,
            folder.toString(),
            Integer.getInteger("damage.cases", 60).toString());
    assertEquals(0, process.exit(), process::summary);
  }
}
