package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** What the recipes of the paper's runs come to, on a tiny model and drawn data. */
final class AblationsTest {
  private static final Path RECIPES = Path.of("..", "recipes");

  /** What the plan of an overlay must say. */
  private static final Map<String, String> PLANS =
      Map.ofEntries(
          Map.entry("p-0", "switch stochastic[probability=0.0,"),
          Map.entry("p-0.4", "switch stochastic[probability=0.4,"),
          Map.entry("p-0.6", "switch stochastic[probability=0.6,"),
          Map.entry("two-stage", "switch two-stage[first=identity, second=motion"),
          Map.entry("t2i-t2v", "switch stochastic[probability=0.2,"),
          Map.entry("pcgrad-4", "gradient-surgery[probability=0.2, track=motion"),
          Map.entry("pcgrad-8", "bufferSize=8"),
          Map.entry("p-0-l2", "update rule l2-penalty[weight=0.01]"),
          Map.entry("p-0-anchoring", "update rule l2-anchoring[weight=0.01]"),
          Map.entry("two-stage-l2", "update rule l2-penalty[weight=0.01]"),
          Map.entry("two-stage-anchoring", "update rule l2-anchoring[weight=0.01]"),
          Map.entry("rank-8", "6,144 trainable parameters"),
          Map.entry("rank-32", "24,576 trainable parameters"),
          Map.entry("rank-512", "393,216 trainable parameters"),
          Map.entry("videos-1k", "objective motion on 1,000 samples"),
          Map.entry("videos-2k", "objective motion on 2,000 samples"),
          Map.entry("videos-3k", "objective motion on 3,000 samples"),
          Map.entry("pairs-2k", "objective identity on 2,000 samples"),
          Map.entry("pairs-4k", "objective identity on 4,000 samples"));

  @TempDir private Path folder = Path.of("");

  @Test
  void everyOverlayComesToItsPlan() throws IOException {
    String[] substitutes = substitutes();
    Map<String, Path> overlays = overlays();
    assertEquals(new TreeSet<>(PLANS.keySet()), overlays.keySet());
    for (Map.Entry<String, Path> overlay : overlays.entrySet()) {
      String plan = plan(overlay.getValue(), substitutes);
      String said = PLANS.get(overlay.getKey());
      assertTrue(plan.contains(said), () -> overlay.getKey() + ": no \"" + said + "\" in " + plan);
      assertTrue(plan.contains("4,000 steps"), plan);
      assertTrue(plan.contains("runs" + File.separator + overlay.getKey()), plan);
    }
  }

  @Test
  void thePapersOwnRunIsWithoutOverlay() throws IOException {
    String plan = plan(RECIPES.resolve("cogvideox-5b.yaml"), substitutes());
    assertTrue(
        plan.contains("switch stochastic[probability=0.2, track=motion, otherwise=identity]"),
        plan);
    assertTrue(plan.contains("98,304 trainable parameters"), plan);
  }

  private static Map<String, Path> overlays() throws IOException {
    Map<String, Path> overlays = new TreeMap<>();
    try (Stream<Path> files = Files.list(RECIPES.resolve("ablations"))) {
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .forEach(
              file ->
                  overlays.put(file.getFileName().toString().replaceFirst("\\.yaml$", ""), file));
    }
    return overlays;
  }

  private static String plan(Path recipe, String[] substitutes) {
    List<String> arguments = new ArrayList<>(List.of("train", recipe.toString(), "--plan"));
    arguments.addAll(List.of(substitutes));
    Commands command = Commands.run(arguments.toArray(String[]::new));
    assertEquals(0, command.code(), command.err());
    return command.out();
  }

  /** Puts in a tiny model and drawn data for what is the user's. */
  private String[] substitutes() throws IOException {
    TinyRun.create(folder);
    return new String[] {
      "backbone.checkpoint=" + folder.resolve("model"),
      "backbone.random_weights_seed=0",
      "backbone.dtype=fp32",
      "lora.targets=to_q",
      "track.identity.data.name=toy-world",
      "track.identity.data.samples=pairs",
      "track.identity.height=48",
      "track.identity.width=48",
      "track.motion.data.name=toy-world",
      "track.motion.data.samples=clips",
      "track.motion.height=48",
      "track.motion.width=48",
      "track.motion.frames=9"
    };
  }
}
