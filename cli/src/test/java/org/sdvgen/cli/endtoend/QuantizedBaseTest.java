package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

  @Test
  void everyCommandReadsAQuantizedFolder() throws IOException {
    String recipe = TinyRun.create(folder).config();
    checkGood(train(recipe, "max_train_steps=1"));
    String model = folder.resolve("model").toString();
    Path quantized = folder.resolve("nf4");
    checkGood(Commands.run("quantize", model, quantized.toString(), "--weights=nf4"));
    Files.writeString(
        Path.of(recipe), Files.readString(Path.of(recipe)).replace("random_weights_seed: 0, ", ""));
    String checkpoint = "backbone.checkpoint=" + quantized;
    checkGood(train(recipe, "--plan", checkpoint, "output_dir=" + folder.resolve("plan")));

    assertEquals(
        plannedDenoiser(recipe, "backbone.weights=nf4"), plannedDenoiser(recipe, checkpoint));
    assertNotEquals(plannedDenoiser(recipe, "seed=1"), plannedDenoiser(recipe, checkpoint));

    Path once = folder.resolve("once.mp4");
    generate(recipe, once, checkpoint);
    assertTrue(Files.size(once) > 0);
    checkGood(
        train(recipe, checkpoint, "output_dir=" + folder.resolve("beside"), "max_train_steps=1"));
    String info =
        checkGood(Commands.run("adapter", "info", folder.resolve("beside").toString())).out();
    assertTrue(info.contains("base_quantization = nf4"), info);

    Commands merge =
        Commands.run(
            "adapter", "merge", recipe, checkpoint, "--output=" + folder.resolve("merged"));
    assertEquals(2, merge.code());
    assertTrue(merge.err().contains("nothing can be added without loss"), merge.err());
    assertTrue(merge.err().contains("set backbone.checkpoint to the model"), merge.err());
    assertFalse(Files.exists(folder.resolve("merged")));

    Commands base =
        train(recipe, checkpoint, "trainable.mode=base", "max_train_steps=1", "output_dir=b");
    assertEquals(2, base.code());
    assertTrue(base.err().contains("which stay as they are"), base.err());
  }

  /** The bytes of the transformer's weights in every phase of the plan. */
  private List<String> plannedDenoiser(String recipe, String setting) {
    String output = "output_dir=" + folder.resolve("plan");
    String plan = checkGood(Commands.run("plan", "--json", recipe, setting, output)).out();
    return Pattern.compile("\"denoiser\",\\s*\"place\" : \"device\",\\s*\"bytes\" : (\\d+)")
        .matcher(plan)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static void generate(String recipe, Path video, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "generate",
                "--config=" + recipe,
                "--prompt=a ball moves right",
                "--output=" + video));
    arguments.addAll(List.of(settings));
    checkGood(Commands.run(arguments.toArray(String[]::new)));
  }

  @Test
  void foreignLayoutsAndUnknownFormatsAreRefused() throws IOException {
    String recipe = TinyRun.create(folder).config();
    Path config = folder.resolve("model/transformer/config.json");
    String whole = Files.readString(config);
    Commands unknown =
        Commands.run(
            "quantize",
            folder.resolve("model").toString(),
            folder.resolve("new").toString(),
            "--weights=int4");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("choose one of int8, fp8, nf4"), unknown.err());
    Files.writeString(
        config,
        whole.replaceFirst(
            "\\{", "{\"quantization_config\": {\"quant_method\": \"bitsandbytes\"},"));
    Commands foreign = train(recipe, "max_train_steps=1");
    assertEquals(2, foreign.code());
    assertTrue(
        foreign.err().contains("transformer/config.json: the weights are quantised in the layout"),
        foreign.err());
    assertTrue(foreign.err().contains("bitsandbytes"), foreign.err());
  }
}
