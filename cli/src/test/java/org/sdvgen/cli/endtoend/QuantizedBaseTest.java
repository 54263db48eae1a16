package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** A run beside a quantised base whose blocks are streamed. */
final class QuantizedBaseTest {
  @TempDir private Path folder = Path.of("");

  private static Commands checkGood(Commands command) {
    assertEquals(0, command.code(), command.err());
    return command;
  }

  private static Commands train(String recipe, String... settings) {
    String[] arguments = new String[settings.length + 2];
    arguments[0] = "train";
    arguments[1] = recipe;
    System.arraycopy(settings, 0, arguments, 2, settings.length);
    return Commands.run(arguments);
  }

  @Test
  void adapterNamesItsFormatAndBlocksMayBeKeptOtherwise() throws IOException {
    String recipe = TinyRun.create(folder).config();
    String[] settings = {"backbone.weights=nf4", "max_train_steps=2", "checkpointing_steps=1"};
    checkGood(train(recipe, settings));
    Path file = folder.resolve("out/pytorch_lora_weights.safetensors");
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    // Not a whole checkpoint any more, so that the run resumes from the one before.
    Files.delete(folder.resolve("out/checkpoint-2/trainer_state.json"));
    Commands resumed =
        checkGood(
            train(recipe, settings[0], settings[1], settings[2], "backbone.resident_blocks=1"));
    assertTrue(resumed.err().contains("checkpoint-1"), resumed.err());
    assertArrayEquals(whole, Files.readAllBytes(file));

    Commands info = checkGood(Commands.run("adapter", "info", folder.resolve("out").toString()));
    assertTrue(info.out().contains("base_quantization = nf4"), info.out());

    Commands other = train(recipe, "backbone.weights=int8", settings[1], settings[2]);
    assertEquals(2, other.code());
    assertTrue(other.err().contains("backbone.weights"), other.err());
  }

  @Test
  void baseTrainingNeedsWeightsThatAreNotQuantized() throws IOException {
    String recipe = TinyRun.create(folder).config();
    Commands refused =
        train(recipe, "backbone.weights=int8", "trainable.mode=base", "max_train_steps=1");
    assertEquals(2, refused.code());
    assertTrue(
        refused.err().contains("backbone.weights = int8: quantised weights stay frozen"),
        refused.err());
  }
}
