package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.StoredType;

/** The model's own weights in training, with either optimizer, with and without their average. */
final class BaseTrainingTest {
  @TempDir private Path folder;

  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name))
        .with("trainable.mode", "base")
        .with("trainable.save_dtype", "fp32");
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model/weights.safetensors"));
  }

  private static double firstLoss(List<StepReport> steps) {
    return steps.get(0).losses().values().iterator().next();
  }

  @Test
  void endsWithAWholeModel() throws IOException {
    FakeRun run = run("a").with("trainable.save_dtype", "bf16").with("max_train_steps", "60");
    List<StepReport> steps = run.train();
    assertTrue(firstLoss(steps.subList(58, 60)) < firstLoss(steps), steps.toString());
    assertFalse(Files.exists(folder.resolve("a").resolve(TrainedAdapter.FILE)));
    Path weights = folder.resolve("a/model/weights.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(weights);
        SafetensorsFile masters =
            SafetensorsFile.open(folder.resolve("a/checkpoint-60").resolve(TrainedBase.FILE))) {
      file.entries().values().forEach(entry -> assertEquals(StoredType.BF16, entry.type()));
      masters.entries().values().forEach(entry -> assertEquals(StoredType.F32, entry.type()));
      assertEquals(file.entries().keySet(), masters.entries().keySet());
    }
  }

  @Test
  void resumesWithTheSameBits() throws IOException {
    for (String optimizer : List.of("adamw", "muon")) {
      FakeRun whole = run(optimizer).with("optimizer", optimizer).with("use_ema", "true");
      whole.train();
      FakeRun parts =
          run(optimizer + "-parts").with("optimizer", optimizer).with("use_ema", "true");
      parts.trainAndStopAfter(3);
      assertEquals(3, parts.train().size());
      assertArrayEquals(model(optimizer), model(optimizer + "-parts"));
    }
    assertNotEquals(Arrays.hashCode(model("adamw")), Arrays.hashCode(model("muon")));
  }

  @Test
  void averageOfAnAdapterIsTheResult() throws IOException {
    FakeRun whole = FakeRun.in(folder.resolve("a")).with("use_ema", "true");
    whole.train();
    FakeRun parts = FakeRun.in(folder.resolve("b")).with("use_ema", "true");
    parts.trainAndStopAfter(2);
    parts.train();
    byte[] result = Files.readAllBytes(folder.resolve("a").resolve(TrainedAdapter.FILE));
    assertArrayEquals(result, Files.readAllBytes(folder.resolve("b").resolve(TrainedAdapter.FILE)));
    Path checkpoint = folder.resolve("a/checkpoint-6");
    assertArrayEquals(result, Files.readAllBytes(checkpoint.resolve("ema_" + TrainedAdapter.FILE)));
    assertFalse(Arrays.equals(result, Files.readAllBytes(checkpoint.resolve(TrainedAdapter.FILE))));
  }

  @Test
  void averageOfDecayZeroIsTheLastStep() throws IOException {
    run("a").with("use_ema", "true").with("ema_decay", "0").train();
    run("b").train();
    assertArrayEquals(model("a"), model("b"));
  }

  @Test
  void onlyWhatThePatternsMatchChanges() {
    String problem = failure(run("a").with("trainable.patterns", "no_such.*"));
    assertTrue(problem.contains("no_such.*"), problem);
    run("b").with("trainable.patterns", "proj_in.weight").trainAndStopAfter(2);
    problem = failure(run("b"));
    assertTrue(problem.contains("trainable.patterns from proj_in.weight"), problem);
    problem = failure(run("b").with("resume_changed_recipe", "true"));
    assertTrue(problem.contains("put the patterns back"), problem);
  }

  @Test
  void otherKindsOfTrainingAreRefused() {
    FakeRun.in(folder.resolve("a")).trainAndStopAfter(2);
    assertTrue(failure(changed("a")).contains("another kind of training"));
    run("b").trainAndStopAfter(2);
    assertTrue(failure(changed("b").with("use_ema", "true")).contains("another kind of training"));
    assertTrue(failure(changed("b").with("optimizer", "muon")).contains("another optimizer"));
    assertTrue(
        failure(run("c").with("initial_adapter", folder.resolve("x").toString()))
            .contains("trainable.mode = base"));
  }

  private FakeRun changed(String name) {
    return run(name).with("resume_changed_recipe", "true");
  }

  private static String failure(FakeRun run) {
    return String.valueOf(
        assertThrows(
                InputException.class,
                () -> {
                  try (Sdvgen sdvgen = run.builder().open()) {
                    sdvgen.trainer().train();
                  }
                })
            .getMessage());
  }
}
