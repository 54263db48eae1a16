package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.cli.Commands;
import org.sdvgen.host.EffectiveSetting;
import org.sdvgen.host.Sdvgen;

/** {@code sdvgen config}: values with their origins, and the words of settings. */
final class ConfigCommandTest {
  @TempDir private Path folder = Path.of("");

  private static Commands run(String... arguments) {
    Commands ended = Commands.run(arguments);
    assertEquals(0, ended.code(), ended.err());
    return ended;
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  private static void shows(String out, String key, String value, String origin) {
    String wanted = key + ": " + value + " # " + origin;
    List<String> lines = out.lines().map(line -> line.replaceAll(" {2,}# ", " # ")).toList();
    assertTrue(lines.contains(wanted), () -> "expected <" + wanted + "> in\n" + out);
  }

  @Test
  void everyValueHasItsOrigin() throws IOException {
    Path base =
        write(
            "base.yaml",
            "# the base",
            "learning_rate: 1e-4",
            "backbone:",
            "  name: cogvideox",
            "  checkpoint: model",
            "  dtype: fp32");
    Path middle = write("middle.yaml", "extends: base.yaml", "seed: 5");
    Path top =
        write(
            "top.yaml",
            "extends: middle.yaml",
            "validation:",
            "  prompts:",
            "    - prompt: a fox",
            "    - prompt: a dog");
    String out = run("config", "show", top.toString(), "lora.rank=8").out();
    shows(
        out, "learning_rate", "1e-4", base + ":2 (top.yaml extends middle.yaml extends base.yaml)");
    shows(out, "seed", "5", middle + ":2 (top.yaml extends middle.yaml)");
    shows(out, "validation.prompts.1.prompt", "a dog", top + ":5");
    shows(out, "lora.rank", "8", "the command line");
    shows(out, "lora.alpha", "64", "default");
    shows(
        out,
        "backbone.name",
        "cogvideox",
        base + ":4 (top.yaml extends middle.yaml extends base.yaml)");
    assertTrue(out.contains("\n# generate.fps:  "), "left open: " + out);
    assertTrue(out.contains("\nbackbone.checkpoint: " + folder.resolve("model")), out);
  }

  @Test
  void extendsOnTheCommandLineIsNamed() throws IOException {
    Path base = write("base.yaml", "backbone: {name: cogvideox, checkpoint: model}");
    Path top = write("top.yaml", "seed: 5");
    String out = run("config", "show", top.toString(), "extends=" + base).out();
    shows(out, "backbone.name", "cogvideox", base + ":1 (the command line extends base.yaml)");
  }

  @Test
  void otherFormatsHaveLinesToo() throws IOException {
    Path properties =
        write(
            "run.properties",
            "",
            "backbone.name = cogvideox",
            "backbone.checkpoint = \\",
            "  model");
    String out = run("config", "show", properties.toString()).out();
    shows(out, "backbone.name", "cogvideox", properties + ":2");
    Path json =
        write(
            "run.json",
            "{\"backbone\": {\"name\": \"cogvideox\",",
            "  \"checkpoint\": \"model\"}, \"validation\": {\"prompts\": [",
            "  {\"prompt\": \"a fox\"}]}}");
    out = run("config", "show", json.toString()).out();
    shows(out, "backbone.name", "cogvideox", json + ":1");
    shows(out, "validation.prompts.prompt", "a fox", json + ":3");
    Path xml =
        write(
            "run.xml",
            "<c><backbone name='cogvideox'>",
            "<checkpoint>m</checkpoint></backbone><validation>",
            "<prompts><prompt>a fox</prompt></prompts>",
            "<prompts>",
            "<prompt>a dog</prompt></prompts></validation></c>");
    out = run("config", "show", xml.toString()).out();
    shows(out, "backbone.name", "cogvideox", xml + ":1");
    shows(out, "backbone.checkpoint", folder.resolve("m").toString(), xml + ":2");
    shows(out, "validation.prompts.0.prompt", "a fox", xml + ":3");
    shows(out, "validation.prompts.1.prompt", "a dog", xml + ":5");
  }

  /** What is shown is a configuration that says the same. */
  @Test
  void whatIsShownIsAConfiguration() throws IOException {
    Path tricky =
        write(
            "tricky.yaml",
            "output_dir: 'a, b: #c'",
            "backbone: {name: cogvideox, checkpoint: '007'}",
            "tracks: ['no', 'a']",
            "track:",
            "  'no':",
            "    objective: {name: motion}",
            "    data: {name: captioned-videos, path: \"it's \\\"x\\\"\"}",
            "  a:",
            "    objective: {name: identity}",
            "    data: {name: toy-world, samples: pairs, classes: [ball, tent]}",
            "switch: {name: stochastic, track: 'no', otherwise: a}",
            "lora: {targets: ['a,b', c]}",
            "generate: {negative_prompt: 'yes'}",
            "validation:",
            "  prompts: {prompt: \"one\\ntwo\\t3: 4 # 5\"}");
    for (Path file : List.of(tricky, Path.of("..", "recipes", "toy.yaml"))) {
      String out = run("config", "show", file.toString()).out();
      Path again = Files.writeString(folder.resolve("again.yaml"), out);
      assertEquals(values(file), values(again));
    }
  }

  private static Map<String, String> values(Path file) {
    return Sdvgen.builder().configuration(file).settings().stream()
        .filter(setting -> setting.value().isPresent())
        .collect(Collectors.toMap(EffectiveSetting::key, setting -> setting.value().orElseThrow()));
  }

  @Test
  void configurationsOfFittingAreShown() {
    String recipe = Path.of("..", "recipes", "toy-codec.yaml").toString();
    assertTrue(run("config", "show", recipe).out().contains("\nfit.codec.name: linear "));
  }

  @Test
  void wrongInputIsSaidOnce() throws IOException {
    refused(
        folder.resolve("none.yaml") + ": there is no such configuration file",
        "show",
        folder + "/none.yaml");
    Path wrong =
        write("wrong.yaml", "learnign_rate: 1", "backbone: {name: cogvideox, checkpoint: m}");
    refused(
        wrong + ": learnign_rate is not a known setting; did you mean learning_rate?",
        "show",
        wrong.toString());
    refused(
        "genrate.fps is not a known setting; did you mean generate.fps?", "explain", "genrate.fps");
    refused("a command is missing: show, explain or schema");
  }

  private static void refused(String message, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "config";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Commands ended = Commands.run(all);
    assertEquals(2, ended.code(), ended.err());
    assertTrue(ended.err().startsWith("sdvgen: " + message + System.lineSeparator()), ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void settingsAreExplained() {
    String rate = run("config", "explain", "learning_rate").out();
    assertEquals(
        """
        learning_rate
            Highest learning rate
            a number; default: 5e-5
        """,
        rate.replace(System.lineSeparator(), "\n"));
    String device = run("config", "explain", "backbone.device").out();
    assertTrue(device.contains("backbone.device  (backbone cogvideox)"), device);
    assertTrue(device.contains("backbone.device  (backbone wan22)"), device);
    assertTrue(device.contains("free to change on resuming"), device);
    String track = run("config", "explain", "track.any.objective.token_drop").out();
    assertTrue(track.contains("(objective motion)"), track);
  }

  @ParameterizedTest
  @ValueSource(strings = {"generate", "lora", "track.motion", "evaluation.metric"})
  void sectionsAreExplainedWhole(String section) {
    String out = run("config", "explain", section).out();
    assertTrue(out.lines().filter(line -> !line.startsWith(" ")).count() > 1, out);
    assertFalse(out.contains("learning_rate"), out);
  }
}
