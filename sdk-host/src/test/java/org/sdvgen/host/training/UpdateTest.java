package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TestPlugin;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;

/** Several tracks in one step, rules with a memory, numbers that are not finite. */
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
    train(parts.with("max_train_steps", "6"), resumed);
    assertEquals(plugin.distances.subList(3, 6), resumed.distances);
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a").resolve(TrainedAdapter.FILE)),
        Files.readAllBytes(folder.resolve("b").resolve(TrainedAdapter.FILE)));
  }

  /** From the third text on, embeddings are not a number. */
  private static TrainingModel poisoned(TrainingModel model) {
    int[] texts = {0};
    return (TrainingModel)
        Proxy.newProxyInstance(
            TrainingModel.class.getClassLoader(),
            new Class<?>[] {TrainingModel.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(model, arguments);
              if (method.getName().equals("encodeText") && texts[0]++ >= 2) {
                ((org.sdvgen.api.backbone.TextBundle) result)
                    .arrays()
                    .values()
                    .iterator()
                    .next()
                    .muli(Float.NaN);
              }
              return result;
            });
  }

  @Test
  void lossThatIsNoNumberStopsTheRun() throws IOException {
    FakeRun run = FakeRun.in(folder).with("checkpointing_steps", "2");
    try (Sdvgen sdvgen = run.builder().trainingModel(UpdateTest::poisoned).open()) {
      Trainer trainer = sdvgen.trainer();
      InputException error = assertThrows(InputException.class, trainer::train);
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains("step 2: the loss of track short is NaN"), message);
      assertTrue(message.contains("video-"), message);
    }
    assertEquals(2, Files.readAllLines(folder.resolve("metrics.jsonl")).size());
    assertTrue(Files.isDirectory(folder.resolve("checkpoint-2")));
    assertFalse(Files.exists(folder.resolve(TrainedAdapter.FILE)));
  }
}
