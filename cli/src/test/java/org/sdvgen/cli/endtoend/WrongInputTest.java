package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** Every kind of bad input ends with exit code 2 and a message that names the file or key. */
final class WrongInputTest {
  @TempDir private static Path shared = Path.of("");
  private static TinyRun run = new TinyRun(Path.of(""));
  private static final String WEIGHTS = "model/transformer/diffusion_pytorch_model.safetensors";

  @BeforeAll
  static void trainOnce() throws IOException {
    run = TinyRun.create(shared);
    Commands train = Commands.run("train", run.config());
    assertEquals(0, train.code(), train.err());
  }

  @AfterAll
  static void nothingIsLost() {
    assertTrue(Files.exists(run.adapter()), "earlier results survive every failure");
  }

  @Test
  void truncatedWeights() throws IOException {
    damaged(WEIGHTS, bytes -> Arrays.copyOf(bytes, bytes.length - 1000), WEIGHTS);
  }

  @Test
  void flippedBitInTheHeader() throws IOException {
    damaged(
        WEIGHTS,
        bytes -> {
          bytes[12] ^= 0x10;
          return bytes;
        },
        WEIGHTS);
  }

  @Test
  void notANumberInTheWeights() throws IOException {
    damaged(
        WEIGHTS,
        bytes -> {
          ByteBuffer.wrap(bytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putFloat(bytes.length - 8, Float.NaN);
          return bytes;
        },
        "NaN");
  }

  @Test
  void wrongShape() throws IOException {
    damaged(
        "model/transformer/config.json",
        bytes -> text(bytes, s -> s.replace("\"num_layers\": 4", "\"num_layers\": 5")),
        "transformer_blocks.4");
  }

  @Test
  void missingShard() throws IOException {
    Path index = shared.resolve("model/vae/diffusion_pytorch_model.safetensors.index.json");
    Path whole = shared.resolve("model/vae/diffusion_pytorch_model.safetensors");
    Path aside = shared.resolve("aside");
    Files.move(whole, aside);
    Files.writeString(
        index, "{\"weight_map\": {\"decoder.conv_in.conv.bias\": \"vae-00002.safetensors\"}}");
    try {
      refused("vae-00002.safetensors", generate());
    } finally {
      Files.delete(index);
      Files.move(aside, whole);
    }
  }

  @Test
  void adapterOfAnotherModel() throws IOException {
    Path other = shared.resolve("other.safetensors");
    byte[] content = Files.readAllBytes(run.adapter());
    String name = new String(content, StandardCharsets.ISO_8859_1);
    Files.write(
        other,
        name.replace("transformer_blocks.0", "transformer_blocks.9")
            .getBytes(StandardCharsets.ISO_8859_1));
    refused("transformer_blocks.9", generate("--lora=" + other));
  }

  @Test
  void adapterWithoutAFileOrAWeight() {
    refused("\"strong\" is no weight", generate("--lora=" + run.adapter() + ":strong"));
    refused("nowhere.safetensors:0.5 is no file", generate("--lora=nowhere.safetensors:0.5"));
  }

  @Test
  void unreadableReference() throws IOException {
    Path picture = Files.writeString(shared.resolve("broken.png"), "not a picture");
    refused("broken.png", generate("--reference=" + picture));
    refused("nowhere.png", generate("--reference=" + run.file("nowhere.png")));
  }

  @Test
  void subjectThatThePromptDoesNotName() {
    String reference = "--reference=" + run.file("pictures/source0.png");
    refused("does not occur in the prompt", generate(reference, "--subject=hamster"));
  }

  @Test
  void promptTooLong() {
    refused(
        "tokens",
        Commands.run(
            "generate", "--config=" + run.config(), "--prompt=" + "a very long tale ".repeat(20)));
  }

  @Test
  void resultsThatCannotBeWritten() {
    refused(".mp4, .webm, .webp, .gif", generateTo(run.file("clip.avi").toString()));
    refused("of at least 16, not 8", generate("--height=8"));
    refused("GIF shows", generateTo(run.file("clip.gif").toString(), "--fps=1e9"));
    refused(run.config() + "/clip.mp4 cannot be written", generateTo(run.config() + "/clip.mp4"));
    refused(run.config() + " cannot be written", generate("--frames-dir=" + run.config()));
  }

  @Test
  void optionsOfGenerationAreReadAsSettings() {
    refused("generate.fps must be above 0, not 0.0", generate("--fps=0"));
    refused("generate.seed: expected a whole number, found \"x\"", generate("--seed=x"));
    refused(
        "generate.reference_sampling: expected one of sample, mode, found \"mean\"",
        generate("--reference-sampling=mean"));
    refused("first_frame", generate("--reference-mode=first-frame"));
  }

  @Test
  void sizeThatTheModelDoesNotTake() {
    refused("height", generate("--height=50"));
  }

  @Test
  void textFileNamedMp4AndNothingElse() throws IOException {
    Path videos = Files.createDirectory(shared.resolve("text-videos"));
    Files.writeString(videos.resolve("a.mp4"), "this is text");
    Files.writeString(videos.resolve("a.txt"), "a caption");
    refused("a.mp4", train("track.motion.data.path=" + videos));
  }

  @Test
  void clipsTooShort() {
    refused("clip", train("track.motion.fps=4", "switch.probability=1"));
  }

  @Test
  void unknownKeyNameAndValueAreReportedTogether() {
    Commands wrong = train("learnign_rate=1", "switch.name=stocastic", "lora.rank=many");
    refused("learning_rate", wrong);
    assertAll(
        () -> assertTrue(wrong.err().contains("stochastic"), wrong.err()),
        () -> assertTrue(wrong.err().contains("lora.rank"), wrong.err()));
  }

  @Test
  void messagesOfComponentsHaveWholeKeys() {
    refused(
        "backbone.device: expected auto, cpu, cuda or cuda:N, found \"gpu\"",
        train("backbone.device=gpu"));
    refused("backbone.device: cuda:99 was asked for", train("backbone.device=cuda:99"));
    refused("backbone.dtype must be fp32 or bf16", train("backbone.dtype=fp16"));
    refused("backbone.dtype: expected one of fp32, fp16, bf16", train("backbone.dtype=float"));
    refused(
        "track.motion.objective.clip_start: expected one of",
        train("track.motion.objective.clip_start=end"));
  }

  @Test
  void brokenPluginJar() throws IOException {
    Path plugins = Files.createDirectory(shared.resolve("plugins-broken"));
    Files.writeString(plugins.resolve("broken.jar"), "no jar");
    Commands listed = Commands.run("plugins", "--plugin-dir=" + plugins);
    assertEquals(2, listed.code(), listed.err());
    String out = listed.out();
    assertTrue(out.contains("BACKBONE"), out);
    assertTrue(out.indexOf("OUT OF ORDER") > out.indexOf("METRIC"), out);
    assertTrue(out.contains("broken.jar: not a readable jar"), out);
  }

  /** A limit on the size of files is the nearest to a full disk that a test can have. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void diskFullWhileSaving() throws Exception {
    Program train =
        Program.start(
            List.of("sh", "-c", "ulimit -f 200; exec \"$@\"", "sh"),
            "train",
            run.config(),
            "lora.rank=64",
            "output_dir=" + run.file("full"));
    assertEquals(2, train.code(), train.output());
    assertTrue(train.output().contains(run.file("full")), train.output());
    assertFalse(train.output().contains("\tat "), train.output());
    try (Stream<Path> left = Files.list(shared.resolve("full"))) {
      assertFalse(left.anyMatch(f -> f.getFileName().toString().startsWith("checkpoint-")));
    }
  }

  private static void damaged(String file, UnaryOperator<byte[]> damage, String named)
      throws IOException {
    Path path = shared.resolve(file);
    byte[] whole = Files.readAllBytes(path);
    try {
      Files.write(path, damage.apply(whole.clone()));
      refused(named, generate());
    } finally {
      Files.write(path, whole);
    }
  }

  private static byte[] text(byte[] bytes, UnaryOperator<String> change) {
    return change.apply(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  private static Commands train(String... overrides) {
    return Commands.run(
        Stream.concat(
                Stream.of("train", run.config(), "output_dir=" + run.file("other-out")),
                Stream.of(overrides))
            .toArray(String[]::new));
  }

  private static Commands generate(String... options) {
    return generateTo(run.file("refused.mp4").toString(), options);
  }

  private static Commands generateTo(String output, String... options) {
    return Commands.run(
        Stream.concat(
                Stream.of(
                    "generate",
                    "--config=" + run.config(),
                    "--prompt=a star on the sand",
                    "--output=" + output),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static void refused(String named, Commands command) {
    assertEquals(2, command.code(), command.err());
    assertTrue(command.err().contains(named), command.err());
    assertFalse(command.err().contains("\tat "), command.err());
    assertFalse(Files.exists(shared.resolve("refused.mp4")));
  }
}
