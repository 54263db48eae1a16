package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TestPlugin;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsFile;

/** Several tracks in one step, and rules with a memory. */
final class UpdateTest {
  @TempDir private Path folder;

  private static final class Recorder implements TrainingListener {
    final List<StepReport> reports = new ArrayList<>();

    @Override
    public void stepFinished(StepReport report) {
      reports.add(report);
    }
  }

  private static List<StepReport> train(FakeRun run, TestPlugin plugin) {
    Recorder recorder = new Recorder();
    try (Sdvgen sdvgen = run.builder().plugin(plugin).open()) {
      sdvgen.trainer().train(recorder);
    }
    return recorder.reports;
  }

  @Test
  void stepMayTrainSeveralTracks() throws IOException {
    Path out = folder.resolve("a");
    List<StepReport> reports = train(FakeRun.in(out).with("switch.name", "all"), new TestPlugin());
    for (StepReport report : reports) {
      assertEquals(List.of("short", "long"), List.copyOf(report.losses().keySet()));
      assertEquals(4, report.samples().size());
    }
    String line = Files.readAllLines(out.resolve("metrics.jsonl")).get(0);
    assertTrue(line.contains("\"track\":\"short+long\",\"losses\":{\"short\":"), line);
  }

  /**
   * Two of three parts of a step take two of the three samples of a batch, and weigh two thirds:
   * the weights after a step are those of a run with batches of two.
   */
  @Test
  void partsOfAStepTakePartsOfTheBatches() {
    Map<String, String> policy = Map.of("switch.name", "all", "switch.parts", "2, 1");
    FakeRun parts = oneStep("parts", policy).with("switch.whole_batches", "false");
    StepReport report = train(parts, new TestPlugin()).get(0);
    assertEquals(3, report.samples().size());
    StepReport whole = train(oneStep("whole", policy), new TestPlugin()).get(0);
    assertEquals(4, whole.samples().size());
    StepReport small =
        train(oneStep("small", policy).with("track.short.batch_size", "2"), new TestPlugin())
            .get(0);
    assertEquals(small.losses(), report.losses());
    assertEquals(adapter("small"), adapter("parts"));
    assertNotEquals(adapter("whole"), adapter("parts"));
  }

  private FakeRun oneStep(String name, Map<String, String> settings) {
    FakeRun run = FakeRun.in(folder.resolve(name)).with("max_train_steps", "1");
    settings.forEach(run::with);
    return run;
  }

  /** The weights that a run has written, by name. */
  private Map<String, List<Float>> adapter(String name) {
    Map<String, List<Float>> weights = new TreeMap<>();
    try (NDManager manager = Devices.newManager(Devices.cpu());
        SafetensorsFile file =
            SafetensorsFile.open(folder.resolve(name).resolve(TrainedAdapter.FILE))) {
      for (String tensor : file.entries().keySet()) {
        weights.put(tensor, new ArrayList<>());
        for (float value : file.readAsStored(manager, tensor).toFloatArray()) {
          weights.get(tensor).add(value);
        }
      }
    }
    return weights;
  }

  @Test
  void rulesRememberOverARestart() throws IOException {
    FakeRun whole = FakeRun.in(folder.resolve("a")).with("update_rules", "momentum");
    TestPlugin plugin = new TestPlugin();
    train(whole, plugin);
    assertEquals(0, plugin.distances.get(0));
    assertTrue(plugin.distances.get(5) > 0);
    FakeRun parts = FakeRun.in(folder.resolve("b")).with("update_rules", "momentum");
    train(parts.with("max_train_steps", "3"), new TestPlugin());
    TestPlugin resumed = new TestPlugin();
    train(parts.with("max_train_steps", "6").with("resume_changed_recipe", "true"), resumed);
    assertEquals(plugin.distances.subList(3, 6), resumed.distances);
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a").resolve(TrainedAdapter.FILE)),
        Files.readAllBytes(folder.resolve("b").resolve(TrainedAdapter.FILE)));
  }
}
