package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TestPlugin;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.runtime.weights.SafetensorsFile;

/** Steps whose loss or gradient is not finite. */
final class DivergenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** One track of three samples a step, which fails at chosen steps. */
  private FakeRun run(String loss, String gradient) {
    return FakeRun.in(folder)
        .with("tracks", "short")
        .withoutTrack("long")
        .with("track.short.objective.name", "failing")
        .with("track.short.data.name", "fake-videos")
        .with("track.short.batch_size", "3")
        .with("track.short.micro_batch_size", "2")
        .with("track.short.objective.loss", loss)
        .with("track.short.objective.gradient", gradient)
        .with("checkpointing_steps", "1");
  }

  private static List<StepReport> train(FakeRun run) {
    List<StepReport> reports = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepFinished(StepReport report) {
            reports.add(report);
          }
        };
    try (Sdvgen sdvgen = run.builder().plugin(new TestPlugin()).open()) {
      sdvgen.trainer().train(listener);
    }
    return reports;
  }

  private byte[] adapter(int step) throws IOException {
    Path checkpoint = folder.resolve("checkpoint-" + step);
    try (SafetensorsFile file = SafetensorsFile.open(checkpoint.resolve(TrainedAdapter.FILE))) {
      String name = file.entries().keySet().iterator().next();
      byte[] bytes = new byte[4];
      file.storedBytes(name, 0, 4).get(bytes);
      return bytes;
    }
  }

  private List<JsonNode> metrics() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void badStepsChangeNothingAndAreCounted() throws IOException {
    List<StepReport> reports = train(run("1", "3").with("update_rules", "momentum"));
    assertEquals(
        List.of(1L, 3L),
        reports.stream()
            .filter(report -> report.skipped().isPresent())
            .map(StepReport::step)
            .toList());
    assertEquals(Optional.of("the loss of track short is NaN"), reports.get(1).skipped());
    assertEquals(Optional.of("the gradient's norm is Infinity"), reports.get(3).skipped());
    assertArrayEquals(adapter(1), adapter(2));
    assertFalse(Arrays.equals(adapter(2), adapter(3)));
    assertArrayEquals(adapter(3), adapter(4));
    List<JsonNode> lines = metrics();
    assertEquals(6, lines.size());
    assertEquals(1, lines.get(1).path("skipped_steps").asLong());
    assertEquals(2, lines.get(3).path("skipped_steps").asLong());
    assertFalse(lines.get(1).has("loss") || lines.get(3).has("grad_norm"));
    assertTrue(Double.isFinite(lines.get(5).path("loss").asDouble(Double.NaN)));
  }

  /** What is left after a skipped step is what an unbroken run would have: whole batches. */
  @Test
  void samplesAreTakenAlthoughTheStepIsSkipped() {
    List<StepReport> sound = train(run("", "").with("output_dir", folder + "/sound"));
    List<StepReport> broken = train(run("1", ""));
    for (int i = 0; i < sound.size(); i++) {
      assertEquals(sound.get(i).samples(), broken.get(i).samples());
    }
  }

  @Test
  void runStopsAfterTooManyInARowAndKeepsTheInputs() throws IOException {
    FakeRun run = run("1, 2, 3, 4", "").with("max_skipped_steps", "2");
    String message =
        String.valueOf(assertThrows(InputException.class, () -> train(run)).getMessage());
    assertTrue(message.contains("stopped at step 3: the loss of track short is NaN"), message);
    assertTrue(message.contains("diverged-step-3"), message);
    assertTrue(Files.isDirectory(folder.resolve("checkpoint-3")));
    assertFalse(Files.exists(folder.resolve(TrainedAdapter.FILE)));

    Path kept = folder.resolve("diverged-step-3");
    JsonNode inputs = JSON.readTree(Files.readAllBytes(kept.resolve("inputs.json")));
    assertEquals(42, inputs.path("seed").asLong());
    assertEquals(3, inputs.path("samples").size());
    JsonNode last = inputs.path("samples").get(2);
    assertEquals(11, last.path("position").asLong());
    assertTrue(message.contains(last.path("id").asText()), message);
    try (SafetensorsFile pixels =
        SafetensorsFile.open(kept.resolve(last.path("pixels").asText()))) {
      assertEquals(Map.of("clip", new Shape(1, 3, 1, 8, 12)), pixels.shapes());
    }
    assertTrue(Files.exists(kept.resolve(TrainedAdapter.FILE)));
  }

  @Test
  void countGoesOnAfterARestart() throws IOException {
    FakeRun run = run("1, 2, 3", "").with("max_skipped_steps", "2");
    train(run.with("max_train_steps", "3"));
    FakeRun rest = run.with("max_train_steps", "6").with("resume_changed_recipe", "true");
    String message =
        String.valueOf(assertThrows(InputException.class, () -> train(rest)).getMessage());
    assertTrue(message.contains("stopped at step 3"), message);
    assertEquals(3, metrics().get(3).path("skipped_steps").asLong());
  }

  @Test
  void noneMayBeAllowed() {
    FakeRun run = run("2", "").with("max_skipped_steps", "0");
    String message =
        String.valueOf(assertThrows(InputException.class, () -> train(run)).getMessage());
    assertTrue(message.contains("stopped at step 2"), message);
  }
}
