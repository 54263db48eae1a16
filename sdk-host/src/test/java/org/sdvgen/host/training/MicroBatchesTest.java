package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;

final class MicroBatchesTest {
  @TempDir private Path folder;

  @Test
  void batchesAreCutIntoTheFewestAndEvenParts() {
    assertEquals(8, MicroBatches.even(8, size -> true));
    assertEquals(4, MicroBatches.even(8, size -> size <= 5));
    assertEquals(3, MicroBatches.even(8, size -> size <= 3));
    assertEquals(1, MicroBatches.even(8, size -> false));
  }

  private FakeRun run(String name, String size) {
    return FakeRun.in(folder.resolve(name))
        .with("track.short.micro_batch_size", size)
        .with("checkpointing_steps", "2");
  }

  private static List<String> finish(FakeRun run) {
    List<String> said = new ArrayList<>();
    try (Sdvgen sdvgen = run.builder().notices(said::add).open()) {
      sdvgen.trainer().train();
    }
    return said;
  }

  private byte[] weights(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name).resolve(Trainer.ADAPTER_FILE));
  }

  /** Of the fake backbone no activations are known, so that samples go through it one by one. */
  @Test
  void aResumedRunKeepsWhatWasDecided() throws IOException {
    List<String> begun = finish(run("whole", "auto"));
    assertTrue(
        begun.contains(
            "track.short.micro_batch_size = auto: 1 of 3 samples go through the model at once"),
        begun.toString());
    run("stopped", "auto").trainAndStopAfter(3);
    List<String> resumed = finish(run("stopped", "auto"));
    assertTrue(
        resumed.contains(
            "track.short.micro_batch_size = auto: 1 of 3 samples go through the model at once, as"
                + " when the run began"),
        resumed.toString());
    assertArrayEquals(weights("whole"), weights("stopped"));
  }

  @Test
  void theDecidedSizeIsUsed() {
    List<Map<String, Double>> auto = losses(run("auto", "auto"));
    assertEquals(losses(run("one", "1")), auto);
    assertNotEquals(losses(run("three", "3")), auto, "dropout is drawn for each micro-batch");
  }

  private static List<Map<String, Double>> losses(FakeRun run) {
    return run.train().stream().map(StepReport::losses).toList();
  }
}
