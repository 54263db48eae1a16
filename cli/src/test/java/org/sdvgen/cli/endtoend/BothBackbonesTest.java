package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** One recipe trains both backbones; one key says which file describes the model. */
final class BothBackbonesTest {
  /** A Wan 2.2 checkpoint of tiny sizes. */
  private static final Path WAN =
      Path.of(System.getProperty("repository.root", ""))
          .resolve("backbone-wan22/src/test/resources/golden/wan22/model");

  @TempDir private Path folder = Path.of("");
  private String recipe = "";

  /** Takes the backbone out of the tiny run's configuration into a file of its own. */
  @BeforeEach
  void writeRecipe() throws IOException {
    Path whole = Path.of(TinyRun.create(folder).config());
    String backbone =
        Files.readAllLines(whole).stream()
            .filter(line -> line.startsWith("backbone:"))
            .findFirst()
            .orElseThrow();
    Files.writeString(folder.resolve("cogvideox.yaml"), backbone);
    Files.writeString(
        folder.resolve("wan22.yaml"),
        backbone.replace("cogvideox", "wan22").replace("checkpoint: model", "checkpoint: wan"));
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, Files.readString(whole).replace(backbone, "extends: cogvideox.yaml"));
    recipe = file.toString();
    // The seed of the recipe makes the weights.
    TinyRun.copyWithoutWeights(WAN, "", folder.resolve("wan"));
  }

  @Test
  void oneRecipeTrainsBoth() throws IOException {
    checkTraining(Commands.run("train", recipe));
    Files.move(folder.resolve("out"), folder.resolve("out-cogvideox"));

    String wan22 = "extends=" + folder.resolve("wan22.yaml");
    Commands wan = Commands.run("train", recipe, wan22);
    checkTraining(wan);
    String notice = "track.motion.height: 32 is used instead of 48, for the backbone wan22";
    assertTrue(wan.err().contains(notice), wan.err());
    checkGeneration(wan22);
  }

  private void checkTraining(Commands train) throws IOException {
    assertEquals(0, train.code(), train.err());
    assertEquals(4, Files.readAllLines(folder.resolve("out/metrics.jsonl")).size());
    assertTrue(Files.isRegularFile(folder.resolve("out/pytorch_lora_weights.safetensors")));
  }

  private void checkGeneration(String backbone) throws IOException {
    Commands generate =
        Commands.run(
            "generate",
            "--config=" + recipe,
            "--lora=" + folder.resolve("out/pytorch_lora_weights.safetensors"),
            "--reference=" + folder.resolve("pictures/source0.png"),
            "--subject=star",
            "--prompt=a star moves left on the grass",
            "--output=" + folder.resolve("star.mp4"),
            backbone);
    assertEquals(0, generate.code(), generate.err());
    assertTrue(Files.size(folder.resolve("star.mp4")) > 0);
  }
}
