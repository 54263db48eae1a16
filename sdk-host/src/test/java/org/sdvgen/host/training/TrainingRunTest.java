package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.NativeMemory;

/** Whole runs on the fake backbone. */
final class TrainingRunTest {
  @TempDir private Path folder;

  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name));
  }

  private byte[] adapter(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve(TrainedAdapter.FILE));
  }

  private static List<Map<String, Double>> losses(List<StepReport> reports) {
    return reports.stream().map(StepReport::losses).toList();
  }

  @Test
  void lossFalls() {
    List<StepReport> reports =
        run("a").with("max_train_steps", "200").with("switch.name", "alternate").train();
    double first = meanLoss(reports.subList(0, 20));
    double last = meanLoss(reports.subList(180, 200));
    assertTrue(last < 0.8 * first, first + " -> " + last);
  }

  private static double meanLoss(List<StepReport> reports) {
    return reports.stream()
        .flatMap(report -> report.losses().values().stream())
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  @Test
  void tracksTakeTurnsWithTheirOwnBatchSizes() {
    List<StepReport> reports = run("a").train();
    for (StepReport report : reports) {
      boolean even = report.step() % 2 == 0;
      assertEquals(List.of(even ? "short" : "long"), List.copyOf(report.losses().keySet()));
      assertEquals(even ? 3 : 1, report.samples().size());
    }
  }

  @Test
  void epochVisitsEverySampleOnce() {
    List<StepReport> reports =
        run("a")
            .with("tracks", "long")
            .withoutTrack("short")
            .with("track.long.data.size", "6")
            .train();
    assertEquals(
        6, reports.stream().flatMap(report -> report.samples().stream()).distinct().count());
  }

  /** Four samples at once, or one after the other: the same step but for rounding. */
  @Test
  void accumulatingGivesTheWholeBatchsGradient() {
    FakeRun four = run("a").with("lora.dropout", "0").with("track.short.batch_size", "4");
    List<StepReport> whole = four.with("track.short.micro_batch_size", "4").train();
    FakeRun one = run("b").with("lora.dropout", "0").with("track.short.batch_size", "4");
    List<StepReport> parts = one.with("track.short.micro_batch_size", "1").train();
    for (int i = 0; i < whole.size(); i++) {
      assertEquals(whole.get(i).samples(), parts.get(i).samples());
      assertEquals(losses(whole).get(i).keySet(), losses(parts).get(i).keySet());
      assertClose(loss(whole.get(i)), loss(parts.get(i)));
      assertClose(whole.get(i).gradientNorm(), parts.get(i).gradientNorm());
    }
    float[] together = weights("a");
    float[] apart = weights("b");
    float largest = 0;
    for (float weight : together) {
      largest = Math.max(largest, Math.abs(weight));
    }
    assertArrayEquals(together, apart, 1e-5f * largest);
  }

  private static double loss(StepReport report) {
    return report.losses().values().iterator().next();
  }

  private static void assertClose(double expected, double actual) {
    assertEquals(expected, actual, 1e-5 * Math.abs(expected));
  }

  /** All weights of the trained adapter. */
  private float[] weights(String run) {
    FloatBuffer all = FloatBuffer.allocate(10_000);
    try (NDManager manager = Devices.newManager(Devices.cpu());
        SafetensorsFile file =
            SafetensorsFile.open(folder.resolve(run).resolve(TrainedAdapter.FILE))) {
      for (String name : file.entries().keySet()) {
        all.put(file.readAsStored(manager, name).toFloatArray());
      }
    }
    return Arrays.copyOf(all.array(), all.position());
  }

  /**
   * Steps have samples of one shape, or several micro-batches; nothing depends on threads or stops.
   */
  @ParameterizedTest
  @ValueSource(strings = {"1", "4"})
  void bucketsChangeNothingOfThat(String threads) throws IOException {
    List<StepReport> whole = bucketed("a").with("dataloader_num_workers", "0").train();
    FakeRun interrupted = bucketed("b").with("dataloader_num_workers", threads);
    List<StepReport> parts = new ArrayList<>(interrupted.trainAndStopAfter(4));
    parts.addAll(interrupted.train());
    assertEquals(losses(whole), losses(parts));
    assertArrayEquals(adapter("a"), adapter("b"));
    // Six steps of three are two epochs of seven samples, and some.
    List<String> read = whole.stream().flatMap(report -> report.samples().stream()).toList();
    assertEquals(7, Set.copyOf(read.subList(0, 7)).size());
    assertEquals(7, Set.copyOf(read.subList(7, 14)).size());
  }

  private FakeRun bucketed(String name) {
    return run(name)
        .with("tracks", "short")
        .withoutTrack("long")
        .withoutSizes("short")
        .with("track.short.buckets", "12x4, 8x8, 4x12")
        .with("track.short.data.size", "7");
  }

  /** A run that stops half-way, with other samples waiting, and goes on with other threads. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "4"})
  void numberOfLoaderThreadsChangesNothing(String threads) throws IOException {
    List<StepReport> none = run("a").with("dataloader_num_workers", "0").train();
    List<StepReport> first = run("b").with("dataloader_num_workers", threads).trainAndStopAfter(3);
    List<StepReport> second = run("b").with("dataloader_num_workers", "3").train();
    List<StepReport> whole = run("c").with("dataloader_num_workers", threads).train();
    assertEquals(losses(none), losses(whole));
    assertEquals(
        losses(none),
        Stream.of(first, second).map(TrainingRunTest::losses).flatMap(List::stream).toList());
    assertArrayEquals(adapter("a"), adapter("b"));
    assertArrayEquals(adapter("a"), adapter("c"));
  }

  @Test
  void resumedRunEndsWithTheSameBits() throws IOException {
    List<StepReport> whole = run("a").train();
    List<StepReport> first = run("b").trainAndStopAfter(3);
    assertFalse(Files.exists(folder.resolve("b").resolve(TrainedAdapter.FILE)));
    List<StepReport> second = run("b").train();
    assertEquals(3, first.size());
    assertEquals(losses(whole).subList(3, 6), losses(second));
    assertArrayEquals(adapter("a"), adapter("b"));
  }

  @Test
  void resumingCutsTheMetricsBack() throws IOException {
    run("a").with("checkpointing_steps", "2").trainAndStopAfter(5);
    Path metrics = folder.resolve("a/metrics.jsonl");
    assertEquals(5, Files.readAllLines(metrics).size());
    run("a").with("max_train_steps", "8").with("resume_changed_recipe", "true").train();
    List<String> lines = Files.readAllLines(metrics);
    assertEquals(8, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertTrue(lines.get(i).startsWith("{\"step\":" + i + ","), lines.get(i));
    }
  }

  @Test
  void stepLeavesNoArrayBehind() {
    NativeMemory[] counts = new NativeMemory[6];
    try (Sdvgen sdvgen = run("a").builder().open()) {
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void stepFinished(StepReport report) {
                  counts[(int) report.step()] = NativeMemory.now();
                }
              });
    }
    // The first step of each track may fill caches.
    for (int i = 3; i < counts.length; i++) {
      assertEquals(counts[2], counts[i], "after step " + i);
    }
  }

  @Test
  void warmupStartsAtZero() {
    List<StepReport> reports =
        run("a").with("lr_scheduler", "cosine_with_restarts").with("lr_warmup_steps", "2").train();
    assertEquals(0, reports.get(0).learningRate());
    assertEquals(0.01, reports.get(1).learningRate(), 1e-12);
    assertEquals(0.02, reports.get(2).learningRate(), 1e-12);
  }

  @Test
  void stopBeforeTheStartSavesAndReturns() {
    try (Sdvgen sdvgen = run("a").builder().open()) {
      Trainer trainer = sdvgen.trainer();
      trainer.requestStop();
      TrainingSummary summary = trainer.train();
      assertEquals(0, summary.steps());
      assertFalse(summary.complete());
      assertTrue(Files.isDirectory(summary.checkpoint()));
      assertThrows(IllegalStateException.class, trainer::train);
    }
  }
}
