package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the method does, not only that it runs: adapters are trained from the shipped base model by
 * the recipes, and clips of unseen subjects are scored. Held are those of docs/reproduce.md's
 * findings that every seed had: training with motion keeps subjects moving where image-only
 * training slows them down, the adapter takes over the individual from its reference, and it does
 * so without pasting the reference as the bare model does. Margins are at most half of the mean
 * differences there, since one seed is trained here; a change that breaks the method without
 * breaking the code fails.
 */
final class ToyWorldTest {
  private static final Path RECIPE = Path.of("../recipes/toy.yaml");
  private static final Path IMAGE_ONLY = Path.of("../recipes/toy-image-only.yaml");

  /**
   * How much further ours moves than image-only: the seeds had 14.1 to 14.5 and 12.8 to 13.4 px.
   */
  private static final double MOTION_PX = 0.4;

  /** How much more often than by chance ours is right: means of 0.31 and 0.44 beside 0.08. */
  private static final double IDENTITY = 0.08;

  /** How much further from its place in the reference the sprite is: means of 3.9 beside 2.5 px. */
  private static final double LAYOUT_PX = 0.6;

  @TempDir private Path folder = Path.of("");

  @Test
  void oursTakesTheIdentityAndKeepsTheMotion() throws Exception {
    together(train("ours", RECIPE), train("image-only", IMAGE_ONLY));
    together(
        evaluate("ours", folder.resolve("ours")),
        evaluate("image-only", folder.resolve("image-only")));
    together(
        evaluate("reference", RECIPE, "--no-adapter"),
        evaluate("base", RECIPE, "--no-adapter", "--no-reference", "--mark-subject"));

    // The base model is good enough to say anything at all.
    assertAbove(0.95, score("base", "motion_accuracy"));
    assertAbove(0.8, score("base", "class_accuracy"));

    // Motion: image-only training costs it, and the share of motion steps keeps it.
    assertAbove(MOTION_PX, score("ours", "displacement") - score("image-only", "displacement"));
    assertAbove(0.95, score("ours", "motion_accuracy"));

    // Identity: unseen subjects are told from strangers of their class, by picture and by colours.
    for (String identity : List.of("identity_template", "identity_palette")) {
      assertAbove(IDENTITY, score("ours", identity) - chance("ours", identity));
    }

    // Copying: the bare model pastes the reference where it was, an adapted one does not.
    for (String adapted : List.of("ours", "image-only")) {
      assertAbove(
          LAYOUT_PX, score(adapted, "layout_distance") - score("reference", "layout_distance"));
    }
  }

  private Program train(String name, Path recipe) throws IOException {
    return Program.start(
        List.of(),
        "train",
        recipe.toString(),
        "seed=2",
        "output_dir=" + folder.resolve(name),
        "validation.steps=0",
        "validation.loss_steps=0");
  }

  private Program evaluate(String name, Path run, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("evaluate", run.toString()));
    command.add("--output-dir=" + folder.resolve("scores-" + name));
    command.addAll(List.of(options));
    return Program.start(List.of(), command.toArray(String[]::new));
  }

  private static void together(Program... programs) throws InterruptedException {
    for (Program program : programs) {
      assertEquals(0, program.code(), program.output());
    }
  }

  private double score(String name, String score) throws IOException {
    return mean(name, score, "value");
  }

  private double chance(String name, String score) throws IOException {
    return mean(name, score, "chance");
  }

  private double mean(String name, String score, String of) throws IOException {
    Path file = folder.resolve("scores-" + name).resolve("evaluation.json");
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    return json.at("/scores/" + score + "/" + of + "/mean").asDouble(Double.NaN);
  }

  private static void assertAbove(double bound, double value) {
    assertTrue(value > bound, value + " is not above " + bound);
  }
}
