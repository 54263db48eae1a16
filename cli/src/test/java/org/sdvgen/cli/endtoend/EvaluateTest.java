package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** A tiny model without training, scored in the toy world. */
final class EvaluateTest {
  private static final String[] TOY_WORLD = {
    "evaluation.data.name=toy-world",
    "evaluation.data.samples=subject_videos",
    "evaluation.data.split=unseen",
    "evaluation.metrics=toy-motion,toy-prompt,toy-identity,toy-copying,toy-quality",
    "evaluation.samples=2"
  };

  @TempDir private Path folder = Path.of("");

  private Commands evaluate(TinyRun run, String... options) {
    String[] arguments = new String[2 + options.length + TOY_WORLD.length];
    arguments[0] = "evaluate";
    arguments[1] = run.config();
    System.arraycopy(options, 0, arguments, 2, options.length);
    System.arraycopy(TOY_WORLD, 0, arguments, 2 + options.length, TOY_WORLD.length);
    return Commands.run(arguments);
  }

  @Test
  void writesTableFileAndPage() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Path earlier = EarlierFile.twice(folder.resolve("out/evaluation.html"), "an earlier page");
    Commands evaluation = evaluate(run, "--no-adapter");
    assertEquals(0, evaluation.code(), evaluation.err());
    assertTrue(evaluation.err().contains("clip 2/2"), evaluation.err());
    assertTrue(evaluation.out().contains("identity_template"), evaluation.out());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("out/evaluation.json").toFile());
    assertEquals(1, json.at("/scores/motion_accuracy/ceiling/mean").asDouble());
    assertEquals(2, json.at("/scores/scene_accuracy/value/count").asInt());
    String page = Files.readString(folder.resolve("out/evaluation.html"));
    assertEquals(3, page.split("data:video/mp4;base64", -1).length);
    assertTrue(page.contains("class_accuracy"));
    assertEquals("an earlier page", Files.readString(earlier), "replaced, not written over");
  }

  /**
   * The run's own adapter if nothing is said, a named one, or none: the scores are those of that.
   */
  @Test
  void theAdapterThatIsAskedForIsScored() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Commands train = Commands.run("train", run.config(), "learning_rate=0.05");
    assertEquals(0, train.code(), train.err());
    Path copy = Files.copy(run.adapter(), folder.resolve("copy.safetensors"));
    JsonNode own = json(run, "own");
    JsonNode named = json(run, "named", "--lora=" + copy);
    JsonNode none = json(run, "none", "--no-adapter");
    assertEquals(run.adapter(), Path.of(own.at("/adapters/0/file").asText()));
    assertEquals(copy, Path.of(named.at("/adapters/0/file").asText()));
    assertEquals(0, none.get("adapters").size(), none.toString());
    assertEquals(2, own.get("clips").size());
    for (int i = 0; i < 2; i++) {
      JsonNode scores = own.at("/clips/" + i + "/scores");
      assertEquals(scores, named.at("/clips/" + i + "/scores"));
      assertNotEquals(scores, none.at("/clips/" + i + "/scores"));
    }
  }

  /**
   * Several adapters and none on one loaded model: each has the scores that it has alone, in a
   * folder of its own, and one table compares them. Together they are one.
   */
  @Test
  void severalAdaptersAreCompared() throws Exception {
    TinyRun run = TinyRun.create(folder);
    assertEquals(0, Commands.run("train", run.config(), "learning_rate=0.05").code());
    JsonNode own = json(run, "own");
    Path results = folder.resolve("all");
    String lora = "--lora=" + run.adapter();
    Commands evaluation =
        evaluate(run, "--no-adapter", lora, lora + ":0", "--output-dir=" + results);
    assertEquals(0, evaluation.code(), evaluation.err());
    ObjectMapper json = new ObjectMapper();
    JsonNode none =
        json.readTree(results.resolve("evaluation-no-adapter/evaluation.json").toFile());
    JsonNode whole = json.readTree(results.resolve("evaluation-out/evaluation.json").toFile());
    JsonNode off = json.readTree(results.resolve("evaluation-out-0/evaluation.json").toFile());
    assertEquals(own.get("scores"), whole.get("scores"));
    assertEquals(none.get("scores"), off.get("scores"));
    assertNotEquals(none.get("scores"), whole.get("scores"));
    assertEquals(0, off.at("/adapters/0/weight").asDouble(1));
    String table =
        evaluation
            .out()
            .lines()
            .filter(line -> line.startsWith("score ") && line.contains("out-0"))
            .findFirst()
            .orElseThrow();
    assertTrue(table.matches("score +chance +no-adapter +out +out-0 +ceiling"), table);

    JsonNode both = json(run, "both", "--together", lora + ":0.25", lora + ":0.75");
    assertEquals(2, both.get("adapters").size());
    assertEquals(0.75, both.at("/adapters/1/weight").asDouble());
    String page = Files.readString(folder.resolve("both/evaluation.html"));
    assertTrue(page.contains("adapters " + run.adapter() + ":0.25, "), "the page names both");
  }

  private JsonNode json(TinyRun run, String name, String... options) throws IOException {
    Path results = folder.resolve(name);
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--output-dir=" + results);
    Commands evaluation = evaluate(run, all.toArray(String[]::new));
    assertEquals(0, evaluation.code(), evaluation.err());
    return new ObjectMapper().readTree(results.resolve("evaluation.json").toFile());
  }

  @Test
  void aRunWithoutAnAdapterIsRefused() throws Exception {
    Commands evaluation = evaluate(TinyRun.create(folder));
    assertEquals(2, evaluation.code());
    assertTrue(evaluation.err().contains("--no-adapter"), evaluation.err());
  }
}
