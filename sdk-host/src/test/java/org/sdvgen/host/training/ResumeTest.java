package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsFile;

/** Which checkpoint a run resumes from, and when it refuses. */
final class ResumeTest {
  @TempDir private Path folder;

  private FakeRun run() {
    return FakeRun.in(folder).with("checkpointing_steps", "2");
  }

  private static String failure(FakeRun run) {
    return String.valueOf(assertThrows(InputException.class, run::train).getMessage());
  }

  private byte[] adapter() throws IOException {
    return Files.readAllBytes(folder.resolve(TrainedAdapter.FILE));
  }

  @Test
  void namedCheckpointGivesTheSameBits() throws IOException {
    run().train();
    byte[] whole = adapter();
    Path kept = Files.move(folder.resolve("checkpoint-2"), folder.resolve("kept"));
    for (String later : List.of("checkpoint-4", "checkpoint-6")) {
      Files.move(folder.resolve(later), folder.resolve("old-" + later));
    }
    assertEquals(4, run().with("resume_from_checkpoint", kept.toString()).train().size());
    assertArrayEquals(whole, adapter());
  }

  @Test
  void finishedRunHasNothingLeftToDo() throws IOException {
    run().train();
    byte[] whole = adapter();
    assertEquals(List.of(), run().train());
    assertArrayEquals(whole, adapter());
  }

  @Test
  void missingCheckpointIsRefused() {
    assertTrue(
        failure(run().with("resume_from_checkpoint", "checkpoint-8")).contains("no such folder"));
    assertTrue(failure(run().with("resume_from_checkpoint", "latest")).contains("no whole"));
    assertFalse(Files.exists(folder.resolve("metrics.jsonl")));
  }

  @Test
  void runsAreNotMixed() {
    run().train();
    assertTrue(failure(run().with("resume_from_checkpoint", "never")).contains("earlier run"));
    assertTrue(failure(run().with("resume_from_checkpoint", "checkpoint-4")).contains("beyond"));
  }

  @Test
  void damagedCheckpointIsPassedOverAndReplaced() throws IOException {
    run().train();
    byte[] whole = adapter();
    Files.write(folder.resolve("checkpoint-6").resolve(TrainedAdapter.FILE), new byte[3]);
    List<String> notices = new ArrayList<>();
    try (Sdvgen sdvgen = run().builder().notices(notices::add).open()) {
      assertEquals(4, sdvgen.trainer().plan().firstStep());
      sdvgen.trainer().train();
    }
    assertTrue(notices.get(0).contains("checkpoint-6 is skipped"), notices.toString());
    assertArrayEquals(whole, adapter());
    assertArrayEquals(
        whole, Files.readAllBytes(folder.resolve("checkpoint-6").resolve(TrainedAdapter.FILE)));
  }

  @Test
  void zeroedCheckpointIsPassedOver() throws IOException {
    run().train();
    byte[] whole = adapter();
    for (String name : List.of(TrainedAdapter.FILE, "optimizer.safetensors", TrainerState.FILE)) {
      Path file = folder.resolve("checkpoint-6").resolve(name);
      Files.write(file, new byte[(int) Files.size(file)]);
      List<String> notices = new ArrayList<>();
      try (Sdvgen sdvgen = run().builder().notices(notices::add).open()) {
        assertEquals(4, sdvgen.trainer().plan().firstStep());
        sdvgen.trainer().train();
      }
      assertTrue(notices.get(0).contains("checkpoint-6 is skipped"), notices.toString());
      assertTrue(notices.get(0).contains(name), notices.toString());
      assertArrayEquals(whole, adapter());
    }
  }

  @Test
  void runWithoutAnyWholeCheckpointIsRefused() throws IOException {
    run().train();
    byte[] metrics = Files.readAllBytes(folder.resolve("metrics.jsonl"));
    for (int step : List.of(2, 4, 6)) {
      Path file = folder.resolve("checkpoint-" + step).resolve(TrainedAdapter.FILE);
      Files.write(file, new byte[(int) Files.size(file)]);
    }
    for (String setting : List.of("auto", "latest")) {
      String message = failure(run().with("resume_from_checkpoint", setting));
      assertTrue(message.contains("no whole checkpoint"), message);
      for (int step : List.of(2, 4, 6)) {
        assertTrue(message.contains("checkpoint-" + step + " is skipped"), message);
      }
    }
    assertArrayEquals(metrics, Files.readAllBytes(folder.resolve("metrics.jsonl")));
    assertEquals(6, run().with("resume_from_checkpoint", "never").train().size());
  }

  @Test
  void checkpointUnderTheNameOfAnotherStepIsPassedOver() throws IOException {
    run().trainAndStopAfter(2);
    Files.move(folder.resolve("checkpoint-2"), folder.resolve("checkpoint-4"));
    assertTrue(failure(run()).contains("of step 2"), () -> failure(run()));
  }

  @Test
  void foldersOfStepsBeyondAllNumbersAreLeftAlone() throws IOException {
    run().trainAndStopAfter(2);
    List<Path> strange =
        List.of(
            folder.resolve("checkpoint-99999999999999999999"),
            folder.resolve("validation/step-99999999999999999999"));
    for (Path each : strange) {
      Files.createDirectories(each);
    }
    assertEquals(4, run().train().size());
    assertTrue(strange.stream().allMatch(Files::isDirectory));
  }

  @Test
  void whatDoesNotFitIsListed() {
    run().trainAndStopAfter(2);
    String message =
        failure(
            run()
                .with("seed", "43")
                .with("backbone.weight_seed", "2")
                .with("track.short.batch_size", "2")
                .with("track.long.data.size", "9"));
    for (String part :
        List.of(
            "seed was 42 and is 43",
            "the pretrained weights was",
            "track.short.batch_size was 3 and is 2",
            "samples of track.long was 8 and is 9")) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void otherAdapterSettingsAreRefused() {
    run().trainAndStopAfter(2);
    assertTrue(failure(run().with("lora.rank", "3")).contains("lora.rank from 2 to 3"));
    FakeRun allowed = run().with("resume_changed_recipe", "true");
    assertTrue(failure(allowed.with("lora.rank", "3")).contains("lora.rank is 3"));
    String targets = failure(allowed.with("lora.rank", "2").with("lora.targets", "proj_in"));
    assertTrue(targets.contains("make lora.targets the adapter's"), targets);
  }

  @Test
  void changedRecipeNeedsAFlag() {
    run().trainAndStopAfter(2);
    String change = "learning_rate from 0.02 to 0.01";
    FakeRun changed = run().with("learning_rate", "0.01");
    assertTrue(failure(changed).contains("the recipe has changed: " + change + ". Put"));
    List<String> notices = noticesOf(changed.with("resume_changed_recipe", "true"));
    assertTrue(notices.get(0).contains(change), notices.toString());
  }

  @Test
  void whatDoesNotDecideTheResultMayChange() {
    run().trainAndStopAfter(2);
    FakeRun same =
        run()
            .with("learning_rate", "2e-2")
            .with("checkpointing_steps", "3")
            .with("dataloader_num_workers", "0")
            .with("generate.seed", "5");
    assertEquals(
        List.of(), noticesOf(same).stream().filter(said -> said.contains("resuming")).toList());
  }

  @Test
  void equalSettingsMayBeSpelledOtherwise() {
    run().with("track.short.fit", "cover").trainAndStopAfter(2);
    FakeRun same =
        run()
            .with("track.short.fit", "COVER")
            .with("learning_rate", "0.0200")
            .with("adam_beta1", "0.9")
            .with("backbone.spatial_factor", "4");
    assertEquals(
        List.of(), noticesOf(same).stream().filter(said -> said.contains("resuming")).toList());
    String other = failure(same.with("backbone.spatial_factor", "2"));
    assertTrue(other.contains("backbone.spatial_factor from (default) to 2"), other);
  }

  @Test
  void anotherMachineIsSaid() {
    run().trainAndStopAfter(2);
    rewrite(TrainerState.UNKNOWN, Map.of("threads", "77"));
    List<String> notices = noticesOf(run());
    assertTrue(notices.toString().contains("threads from 77 to "), notices.toString());
  }

  @Test
  void otherPartsOfTheModelAreRefused() {
    run().trainAndStopAfter(2);
    rewrite("abc", Map.of());
    String message = failure(run());
    assertTrue(message.contains("its codec, text encoder, tokenizer or a configuration"), message);
    assertTrue(message.contains("resume_changed_recipe = true to resume with this model"), message);
    List<String> notices = noticesOf(run().with("resume_changed_recipe", "true"));
    assertTrue(notices.get(0).contains("with a model whose codec"), notices.toString());
  }

  /** Such a checkpoint proves nothing but the denoiser, so the model's settings must be equal. */
  @Test
  void checkpointOfAnEarlierVersionIsGoneOnFrom() {
    run().with("backbone.spatial_factor", "4").trainAndStopAfter(2);
    rewrite(TrainerState.UNKNOWN, Map.of());
    assertEquals(4, run().train().size());
  }

  /** Writes the checkpoint with another model's digest and with other surroundings. */
  private void rewrite(String model, Map<String, String> surroundings) {
    Path checkpoint = folder.resolve("checkpoint-2");
    TrainerState then = TrainerState.read(checkpoint);
    Map<String, String> environment = new TreeMap<>(then.environment());
    environment.putAll(surroundings);
    new TrainerState(
            then.step(),
            then.seed(),
            then.backbone(),
            then.fingerprint(),
            model,
            then.tracks(),
            then.skipped(),
            then.policy(),
            then.policyState(),
            then.config(),
            environment,
            then.files(),
            then.checksums())
        .write(checkpoint);
  }

  private static List<String> noticesOf(FakeRun run) {
    List<String> notices = new ArrayList<>();
    try (Sdvgen sdvgen = run.builder().notices(notices::add).open()) {
      sdvgen.trainer();
    }
    return notices;
  }

  @Test
  void secondRunInOneFolderIsRefused() {
    FakeRun run = run();
    List<String> errors = new ArrayList<>();
    try (Sdvgen sdvgen = run.builder().open();
        Sdvgen other = run.builder().open()) {
      Trainer second = other.trainer();
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void started(TrainingPlan plan) {
                  errors.add(
                      String.valueOf(
                          assertThrows(InputException.class, second::train).getMessage()));
                }
              });
      assertTrue(errors.get(0).contains("in use by another run"), errors.toString());
    }
  }

  @Test
  void runThatWasOvertakenIsRefused() {
    try (Sdvgen late = run().builder().open()) {
      Trainer trainer = late.trainer();
      run().train();
      String message =
          String.valueOf(assertThrows(InputException.class, trainer::train).getMessage());
      assertTrue(message.contains("start again"), message);
    }
  }

  @Test
  void initialAdapterIsWhereTrainingStarts() {
    run().with("max_train_steps", "40").train();
    Path first = folder.resolve(TrainedAdapter.FILE);
    FakeRun fresh = FakeRun.in(folder.resolve("fresh")).with("lora.dropout", "0");
    FakeRun tuned =
        FakeRun.in(folder.resolve("tuned"))
            .with("lora.dropout", "0")
            .with("initial_adapter", first.toString());
    double freshLoss = firstLoss(fresh);
    double tunedLoss = firstLoss(tuned);
    assertTrue(tunedLoss < freshLoss, freshLoss + " -> " + tunedLoss);
  }

  /** A module may have a rank of its own, which only the file says where training began. */
  @Test
  void initialAdapterOfOtherRanksDoesNotFitTheCheckpoint() throws IOException {
    run().train();
    Path initial = Files.move(folder.resolve(TrainedAdapter.FILE), folder.resolve("initial"));
    FakeRun tuned =
        FakeRun.in(folder.resolve("tuned"))
            .with("checkpointing_steps", "2")
            .with("initial_adapter", initial.toString());
    tuned.trainAndStopAfter(2);
    byte[] begun = Files.readAllBytes(initial);
    String module = withOneRankLess(initial);
    String message = failure(tuned);
    assertTrue(message.contains("checkpoint-2"), message);
    assertTrue(message.contains(module), message);
    assertTrue(message.contains("initial_adapter"), message);
    Files.write(initial, begun);
    assertEquals(4, tuned.train().size());
  }

  /** Takes a row and a column from the first module's matrices, and says which module it is. */
  private static String withOneRankLess(Path file) {
    try (NDManager scope = Devices.newManager(Devices.cpu());
        SafetensorsFile saved = SafetensorsFile.open(file)) {
      Map<String, NDArray> arrays = new TreeMap<>();
      for (String name : saved.entries().keySet()) {
        arrays.put(name.replace("transformer.", ""), saved.readAsStored(scope, name));
      }
      String down = new TreeSet<>(arrays.keySet()).first();
      arrays.computeIfPresent(down, (name, a) -> a.get("1:"));
      arrays.computeIfPresent(down.replace("lora_A", "lora_B"), (name, b) -> b.get(":, 1:"));
      LoraSettings settings = new LoraSettings(2, 2, 0.2, List.of());
      AdapterFile.write(file, settings, arrays, Map.of(), saved.metadata());
      return down.replace(".lora_A.weight", "");
    }
  }

  private static double firstLoss(FakeRun run) {
    return run.train().get(0).losses().values().iterator().next();
  }
}
