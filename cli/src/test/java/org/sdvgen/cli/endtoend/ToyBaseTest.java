package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/**
 * The recipes of the tiny base, cut short: fit the codec, train, generate with what came out and
 * with the average that the last checkpoint holds: the same.
 */
final class ToyBaseTest {
  private static final Path RECIPES = Path.of("../recipes");

  @TempDir private Path folder = Path.of("");

  @Test
  void recipesLeadToAModelThatGenerates() throws IOException {
    String codec = "codec.file=" + folder.resolve("codec.safetensors");
    run(
        "fit-codec",
        RECIPES.resolve("toy-codec.yaml").toString(),
        "fit.samples=40",
        "fit.output=" + folder.resolve("codec.safetensors"));
    TinyRun.copyWithoutWeights(RECIPES.resolve("toy-base"), "", folder.resolve("start"));
    String recipe = RECIPES.resolve("toy-base.yaml").toString();
    List<String> shorter =
        List.of(
            "max_train_steps=4",
            "trainable.save_dtype=fp32",
            "lr_warmup_steps=1",
            "track.clips.batch_size=3",
            "track.pictures.batch_size=4",
            "switch.probability=0.5");
    Commands train =
        run(
            Stream.concat(
                    Stream.of(
                        "train",
                        recipe,
                        codec,
                        "output_dir=" + folder.resolve("run"),
                        "backbone.checkpoint=" + folder.resolve("start")),
                    shorter.stream())
                .toArray(String[]::new));
    Path model = folder.resolve("run/model");
    assertTrue(train.out().contains(model.toString()), train.out());
    Path average = folder.resolve("run/checkpoint-4/ema_trained_weights.safetensors");
    generate("finished", codec, "backbone.checkpoint=" + model);
    generate(
        "average",
        codec,
        "backbone.checkpoint=" + folder.resolve("start"),
        "trainable.weights=" + average);
    for (int frame = 0; frame < 9; frame++) {
      assertEquals(-1, Files.mismatch(frame("finished", frame), frame("average", frame)));
    }
  }

  private Path frame(String name, int index) throws IOException {
    try (Stream<Path> frames = Files.list(folder.resolve(name))) {
      return frames.sorted().toList().get(index);
    }
  }

  private void generate(String name, String... settings) {
    Stream<String> command =
        Stream.of(
            "generate",
            "--config=" + RECIPES.resolve("toy-base.yaml"),
            "--prompt=a <cls> ball moves to the left on the grass",
            "--num-inference-steps=2",
            "--frames-dir=" + folder.resolve(name),
            "--output=" + folder.resolve(name + ".mp4"));
    run(Stream.concat(command, Stream.of(settings)).toArray(String[]::new));
  }

  private static Commands run(String... arguments) {
    Commands command = Commands.run(arguments);
    assertEquals(0, command.code(), command.err());
    return command;
  }
}
