package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TestPlugin;
import org.sdvgen.host.TrainingListener;

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
