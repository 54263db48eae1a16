package org.sdvgen.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Threads;

final class ComputeThreadsTest {
  private static final int CORES = 6;

  private static ComputeThreads auto(long parameters) {
    return ComputeThreads.of("auto", parameters, Optional.empty(), CORES);
  }

  @Test
  void smallModelsTakeOneThreadAndLargeOnesEveryCore() {
    assertEquals(new ComputeThreads(1, "a small model"), auto(ComputeThreads.LARGE - 1));
    assertEquals(new ComputeThreads(CORES, "one for each core"), auto(ComputeThreads.LARGE));
  }

  @Test
  void variableOfTheEnvironmentDecidesBeforeTheModel() {
    ComputeThreads told = ComputeThreads.of("auto", 1, Optional.of(4), CORES);
    assertEquals("4 threads (OMP_NUM_THREADS)", told.toString());
  }

  @Test
  void settingDecidesBeforeAll() {
    ComputeThreads set = ComputeThreads.of("1", ComputeThreads.LARGE, Optional.of(4), CORES);
    assertEquals("1 thread (threads = 1)", set.toString());
  }

  @Test
  void runSaysAndUsesWhatIsSet(@TempDir Path folder) {
    int before = Threads.used();
    Set<Integer> used = new TreeSet<>();
    try (Sdvgen sdvgen = FakeRun.in(folder).builder().threads(before + 1).open()) {
      Trainer trainer = sdvgen.trainer();
      assertEquals(before + 1, sdvgen.threads().number());
      assertEquals(sdvgen.threads(), trainer.plan().threads());
      Threads.use(before);
      trainer.train(
          new TrainingListener() {
            @Override
            public void stepFinished(StepReport report) {
              used.add(Threads.used());
            }
          });
    } finally {
      Threads.use(before);
    }
    assertEquals(Set.of(before + 1), used);
  }

  @Test
  void loadedModelComputesWithWhatIsSet(@TempDir Path folder) {
    int before = Threads.used();
    try (Sdvgen sdvgen = FakeRun.in(folder).builder().threads(before + 1).open()) {
      sdvgen.generator();
      assertEquals(before + 1, Threads.used());
    } finally {
      Threads.use(before);
    }
  }

  @Test
  void anotherTextIsRefused(@TempDir Path folder) {
    SdvgenBuilder builder = FakeRun.in(folder).with("threads", "all").builder();
    String message = assertThrows(InputException.class, builder::open).getMessage();
    assertTrue(
        String.valueOf(message).contains("threads must be auto or a number from 1 to 1024: all"),
        message);
  }

  @Test
  void settingIsAutoOrANumber() {
    assertTrue(Stream.of("auto", "1", "1024").allMatch(ComputeThreads::isSetting));
    assertFalse(
        Stream.of("", "0", "-1", "1.5", "Auto", "1025", "all", "99999999999")
            .anyMatch(ComputeThreads::isSetting));
  }
}
