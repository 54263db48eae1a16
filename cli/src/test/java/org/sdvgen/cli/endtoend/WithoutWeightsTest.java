package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.cli.Commands;

/**
 * What is known of a model before its weights are read. Every weight of the models here is NaN,
 * which is refused as soon as one is read.
 */
final class WithoutWeightsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String READ = "NaN";

  /** A Wan 2.2 checkpoint of tiny sizes. */
  private static final Path WAN =
      Path.of(System.getProperty("repository.root", ""))
          .resolve("backbone-wan22/src/test/resources/golden/wan22/model");

  @TempDir private Path folder = Path.of("");

  /** A run whose model has weight files with right headers and nothing but NaN in them. */
  private TinyRun run(String backbone) throws IOException {
    TinyRun run = TinyRun.create(folder);
    if (backbone.equals("wan22")) {
      deleteFiles(folder.resolve("model"));
      TinyRun.copyWithoutWeights(WAN, "", folder.resolve("model"));
    }
    Path config = Path.of(run.config());
    String seeded = Files.readString(config).replace("name: cogvideox", "name: " + backbone);
    Files.writeString(config, seeded);
    Commands training =
        Commands.run(
            "train", run.config(), "max_train_steps=1", "output_dir=" + folder.resolve("made"));
    assertEquals(0, training.code(), training.err());
    for (Path file : weightFiles()) {
      spoil(file);
    }
    Files.writeString(config, seeded.replace("random_weights_seed: 0, ", ""));
    return run;
  }

  private static void deleteFiles(Path model) throws IOException {
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<Path> weightFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("model"))) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  private static void spoil(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Arrays.fill(bytes, Long.BYTES + header, bytes.length, (byte) 0xff);
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cogvideox", "wan22"})
  void plansAndPagesNeedNoWeights(String backbone) throws IOException {
    TinyRun run = run(backbone);
    assertEquals(3, weightFiles().size());
    Commands plan = Commands.run("train", "--plan", run.config());
    assertEquals(0, plan.code(), plan.err());
    Commands page =
        Commands.run("data", "inspect", run.config(), "--output=" + folder.resolve("look"));
    assertEquals(0, page.code(), page.err());

    Commands training = Commands.run("train", run.config());
    assertEquals(2, training.code());
    assertTrue(training.err().contains(READ), training.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cogvideox", "wan22"})
  void thePlanOfARunIsTheSameWithAndWithoutWeights(String backbone) throws IOException {
    TinyRun run = run(backbone);
    String banner = Commands.run("train", "--plan", run.config()).out().strip();
    // The header of the adapter that the first run wrote counts what it trained.
    long trained = trainedNumbers(folder.resolve("made/pytorch_lora_weights.safetensors"));
    String count = String.format(Locale.ROOT, "%,d trainable parameters", trained);
    assertTrue(banner.contains(count), banner + " instead of " + count);
  }

  private static long trainedNumbers(Path adapter) throws IOException {
    byte[] bytes = Files.readAllBytes(adapter);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return (long) (bytes.length - Long.BYTES - header) / Float.BYTES;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cogvideox", "wan22"})
  void everyConfigurationIsCheckedBeforeAWeightIsRead(String backbone) throws IOException {
    TinyRun run = run(backbone);
    List<String> files =
        List.of(
            "transformer/config.json, num_layers",
            "vae/config.json, scaling_factor",
            "text_encoder/config.json, num_layers",
            "scheduler/scheduler_config.json, prediction_type",
            "tokenizer/tokenizer_config.json, eos_token");
    for (String entry : files) {
      String[] parts = entry.split(", ", -1);
      Path file = folder.resolve("model").resolve(parts[0]);
      byte[] whole = Files.readAllBytes(file);
      ObjectNode config = (ObjectNode) JSON.readTree(whole);
      String key = config.has(parts[1]) ? parts[1] : "z_dim";
      config.putObject(key);
      Files.write(file, JSON.writeValueAsBytes(config));
      for (Commands command :
          List.of(
              Commands.run("train", run.config()), Commands.run("train", "--plan", run.config()))) {
        assertEquals(2, command.code(), entry + ": " + command.err());
        assertTrue(command.err().contains(file.getFileName().toString()), command.err());
        assertTrue(command.err().contains(key), command.err());
        assertFalse(command.err().contains(READ), command.err());
      }
      Files.write(file, whole);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cogvideox", "wan22"})
  void headersOfAllNetworksAreCheckedBeforeAWeightIsRead(String backbone) throws IOException {
    TinyRun run = run(backbone);
    for (Path file : weightFiles()) {
      byte[] whole = Files.readAllBytes(file);
      String header = new String(whole, StandardCharsets.ISO_8859_1);
      int name = header.indexOf(".weight\":{");
      byte[] renamed = whole.clone();
      renamed[name - 1] = 'X';
      Files.write(file, renamed);
      List<Commands> commands =
          List.of(
              Commands.run("train", run.config()),
              Commands.run(
                  "generate",
                  "--config=" + run.config(),
                  "--prompt=a ball moves right",
                  "--output=" + folder.resolve("ball.mp4")));
      for (Commands command : commands) {
        assertEquals(2, command.code(), command.err());
        assertTrue(command.err().contains("not expected"), command.err());
        assertFalse(command.err().contains(READ), command.err());
      }
      Files.write(file, whole);
    }
  }
}
