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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdvgen.cli.Commands;
import org.sdvgen.host.config.ConfigurationReader;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.plugin.PluginLoader;
import org.sdvgen.host.plugin.PluginRegistry;

/**
 * What the overlays of the paper's run and of the toy world's come to: each differs from what lies
 * underneath in the settings that define it, in no other, and the plan of the run has them.
 */
final class AblationsTest {
  private static final Path RECIPES = Path.of("..", "recipes");

  /** Stands for a setting that the base has and the overlay has not. */
  private static final String GONE = "(none)";

  /**
   * An overlay by what defines it.
   *
   * @param file its file below the recipes
   * @param base the file underneath
   * @param settings every setting that differs, but for the folder of the results
   * @param planned what the plan of the run must say, on a tiny model and drawn data
   */
  record Overlay(String file, String base, Map<String, String> settings, List<String> planned) {
    @Override
    public String toString() {
      return file;
    }
  }

  private static Overlay paper(String name, Map<String, String> settings, String... planned) {
    return new Overlay(
        "ablations/" + name + ".yaml", "cogvideox-5b.yaml", settings, List.of(planned));
  }

  private static Overlay toy(String name, Map<String, String> settings, String... planned) {
    return new Overlay("toy-" + name + ".yaml", "toy.yaml", settings, List.of(planned));
  }

  private static Map<String, String> twoStage(Map<String, String> more) {
    Map<String, String> settings = new TreeMap<>(more);
    settings.put("switch.name", "two-stage");
    settings.put("switch.first", "identity");
    settings.put("switch.second", "motion");
    settings.put("switch.probability", GONE);
    return settings;
  }

  private static Map<String, String> surgery(int size) {
    return Map.of(
        "update_rules", "gradient-surgery",
        "update.gradient-surgery.buffer_size", Integer.toString(size),
        "update.gradient-surgery.probability", "0.2",
        "update.gradient-surgery.dtype", "bf16",
        "update.gradient-surgery.place", "host");
  }

  static List<Overlay> overlays() {
    String twoStage = "switch two-stage[first=identity, second=motion, switch_fraction=";
    String l2 = "update rule l2-penalty[weight=0.01]";
    String anchoring = "update rule l2-anchoring[weight=0.01]";
    Map<String, String> toTwoStages = twoStage(Map.of());
    toTwoStages.put("switch.track", GONE);
    toTwoStages.put("switch.otherwise", GONE);
    return List.of(
        paper("p-0", probability("0"), "switch stochastic[probability=0.0,"),
        paper("p-0.4", probability("0.4"), "switch stochastic[probability=0.4,"),
        paper("p-0.6", probability("0.6"), "switch stochastic[probability=0.6,"),
        paper("two-stage", twoStage(Map.of()), twoStage),
        paper(
            "t2i-t2v",
            Map.of("track.motion.objective.token_drop", "1"),
            "objective motion[token_drop=1.0,",
            "objective identity[view_drop=0.5,",
            "switch stochastic[probability=0.2,"),
        paper(
            "pcgrad-4",
            surgery(4),
            "gradient-surgery[probability=0.2, track=motion, otherwise=identity, buffer_size=4,",
            "switch stochastic[probability=0.2,"),
        paper(
            "pcgrad-8",
            surgery(8),
            "gradient-surgery[probability=0.2, track=motion, otherwise=identity, buffer_size=8,",
            "switch stochastic[probability=0.2,"),
        paper(
            "p-0-l2",
            Map.of("switch.probability", "0", "update_rules", "l2-penalty"),
            "switch stochastic[probability=0.0,",
            l2),
        paper(
            "p-0-anchoring",
            Map.of("switch.probability", "0", "update_rules", "l2-anchoring"),
            "switch stochastic[probability=0.0,",
            anchoring),
        paper("two-stage-l2", twoStage(Map.of("update_rules", "l2-penalty")), twoStage, l2),
        paper(
            "two-stage-anchoring",
            twoStage(Map.of("update_rules", "l2-anchoring")),
            twoStage,
            anchoring),
        paper(
            "no-cls",
            Map.of(
                "track.identity.objective.subject_token", "none",
                "generate.subject_token", "none"),
            "target_zoom_max=1.25, subject_token=none,"),
        new Overlay(
            "v1-code.yaml",
            "cogvideox-5b.yaml",
            Map.ofEntries(
                Map.entry("backbone.norm_lora", "all"),
                Map.entry("lora.dropout", "0"),
                Map.entry("track.identity.objective.subject_token", "start"),
                Map.entry("track.identity.objective.view_drop", "0"),
                Map.entry("track.identity.objective.source_zoom_max", "1"),
                Map.entry("track.identity.objective.target_zoom_max", "1"),
                Map.entry("track.motion.objective.token_drop_sampling", "whole"),
                Map.entry("track.motion.objective.reference_frame_stride", "9"),
                Map.entry("switch.draws_per_step", "8"),
                Map.entry("generate.subject_token", "start")),
            List.of(
                "objective identity[view_drop=0.0,",
                "target_zoom_max=1.0, subject_token=start,",
                "objective motion[token_drop=0.5, token_drop_sampling=whole,"
                    + " reference_frame_stride=9,",
                "switch stochastic[probability=0.2, track=motion, otherwise=identity,"
                    + " draws_per_step=8]")),
        // 4 blocks, each with a to_q of 96 by 96: 4 * (96 + 96) * rank. Alpha keeps the scale.
        paper("rank-8", lora("8", "4"), "6,144 trainable parameters"),
        paper("rank-32", lora("32", "16"), "24,576 trainable parameters"),
        paper("rank-512", lora("512", "256"), "393,216 trainable parameters"),
        paper(
            "videos-1k",
            samples("motion", 1000),
            "track motion: * on 1,000 samples",
            "track identity: * on 1,000,000 samples"),
        paper(
            "videos-2k",
            samples("motion", 2000),
            "track motion: * on 2,000 samples",
            "track identity: * on 1,000,000 samples"),
        paper(
            "videos-3k",
            samples("motion", 3000),
            "track motion: * on 3,000 samples",
            "track identity: * on 1,000,000 samples"),
        paper(
            "pairs-2k",
            samples("identity", 2000),
            "track identity: * on 2,000 samples",
            "track motion: * on 1,000,000 samples"),
        paper(
            "pairs-4k",
            samples("identity", 4000),
            "track identity: * on 4,000 samples",
            "track motion: * on 1,000,000 samples"),
        toy(
            "image-only",
            Map.of(
                "switch.name",
                "single-track",
                "switch.track",
                "identity",
                "switch.probability",
                GONE,
                "switch.otherwise",
                GONE),
            "switch single-track[track=identity]"),
        toy("two-stage", toTwoStages, twoStage),
        toy(
            "t2i-t2v",
            Map.of("track.motion.objective.token_drop", "1"),
            "objective motion[token_drop=1.0,",
            "switch stochastic[probability=0.2,"),
        toy(
            "wan22",
            Map.of(
                "backbone.name",
                "wan22",
                "backbone.checkpoint",
                "models/toy-wan22",
                "backbone.max_sequence_length",
                "16",
                "codec.file",
                "models/toy-wan22/codec.safetensors"),
            "Training wan22:",
            "switch stochastic[probability=0.2,"));
  }

  private static Map<String, String> probability(String p) {
    return Map.of("switch.probability", p);
  }

  private static Map<String, String> lora(String rank, String alpha) {
    return Map.of("lora.rank", rank, "lora.alpha", alpha);
  }

  private static Map<String, String> samples(String track, int count) {
    return Map.of("track." + track + ".max_samples", Integer.toString(count));
  }

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void makeModel() throws IOException {
    TinyRun.create(folder);
  }

  /** Nothing is left out: every file of the ablations, and every overlay of the toy recipe. */
  @Test
  void everyOverlayIsKnown() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(RECIPES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        String text = Files.readString(file);
        if (text.contains("\nextends: ../cogvideox-5b.yaml")
            || text.contains("\nextends: toy.yaml")
            || file.endsWith("v1-code.yaml")) {
          found.add(RECIPES.relativize(file).toString().replace(File.separatorChar, '/'));
        }
      }
    }
    assertEquals(
        overlays().stream().map(Overlay::file).sorted().toList(), found.stream().sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void differsInWhatDefinesItAndInNothingElse(Overlay overlay) throws Exception {
    Map<String, String> base = written(overlay.base());
    Map<String, String> own = written(overlay.file());
    String name = Path.of(overlay.file()).getFileName().toString().replaceFirst("\\.yaml$", "");
    assertEquals(root().resolve("runs").resolve(name).toString(), own.get("output_dir"));
    SortedMap<String, String> differences = new TreeMap<>();
    base.forEach((key, value) -> differences.put(key, own.getOrDefault(key, GONE)));
    differences.putAll(own);
    differences.entrySet().removeIf(entry -> entry.getValue().equals(base.get(entry.getKey())));
    differences.remove("output_dir");
    String root = root() + File.separator;
    differences.replaceAll(
        (key, value) -> value.replace(root, "").replace(File.separatorChar, '/'));
    assertEquals(new TreeMap<>(overlay.settings()), differences);
  }

  private static Path root() {
    return RECIPES.toAbsolutePath().normalize().resolveSibling("");
  }

  /** Every setting that is written, in the file itself or underneath. */
  private static Map<String, String> written(String recipe) throws Exception {
    try (PluginLoader loader = new PluginLoader(AblationsTest.class.getClassLoader())) {
      ConfiguredRun config =
          ConfigurationReader.read(
              new PluginRegistry(loader.fromClassPath()),
              Optional.of(RECIPES.toAbsolutePath().normalize().resolve(recipe)),
              Map.of(),
              List.of());
      Map<String, String> text = new TreeMap<>(config.written().text());
      text.replaceAll((key, value) -> key.endsWith("path") ? value : normal(value));
      return text;
    }
  }

  /** Paths are kept as they are put together, with {@code ..} in them. */
  private static String normal(String value) {
    return value.startsWith(File.separator) ? Path.of(value).normalize().toString() : value;
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void comesToItsPlan(Overlay overlay) {
    boolean paper = overlay.base().equals("cogvideox-5b.yaml");
    String plan = plan(RECIPES.resolve(overlay.file()), paper ? substitutes() : new String[0]);
    assertSays(overlay.planned(), plan);
    assertTrue(plan.contains(paper ? "4,000 steps" : "300 steps"), plan);
    boolean rules = overlay.settings().containsKey("update_rules");
    assertEquals(rules ? 2 : 1, plan.split("update rule", -1).length, plan);
  }

  @Test
  void thePapersOwnRunIsWithoutOverlay() {
    String plan = plan(RECIPES.resolve("cogvideox-5b.yaml"), substitutes());
    assertSays(
        List.of(
            "switch stochastic[probability=0.2, track=motion, otherwise=identity,"
                + " draws_per_step=1]",
            "98,304 trainable parameters",
            "track identity: objective identity[view_drop=0.5,*batch 256 (1 at a time)",
            "track motion: objective motion[token_drop=0.5,*batch 32 (1 at a time)",
            "4,000 steps"),
        plan);
  }

  /** Every text is in a line of the plan, with anything in the place of a star. */
  private static void assertSays(List<String> texts, String plan) {
    for (String text : texts) {
      Pattern pattern = Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
      assertTrue(pattern.matcher(plan).find(), () -> "no \"" + text + "\" in " + plan);
    }
  }

  private static String plan(Path recipe, String[] substitutes) {
    List<String> arguments = new ArrayList<>(List.of("train", recipe.toString(), "--plan"));
    arguments.addAll(List.of(substitutes));
    Commands command = Commands.run(arguments.toArray(String[]::new));
    assertEquals(0, command.code(), command.err());
    return command.out();
  }

  /** Puts in a tiny model and drawn data for what is the user's. */
  private static String[] substitutes() {
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
