package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.TrainingPlan;

/** A run's folder says by itself what the run was. */
final class RunFolderTest {
  @TempDir private Path folder;

  @Test
  void aRunGoesOnFromItsFolderAlone() {
    FakeRun.in(folder).trainAndStopAfter(2);
    try (Sdvgen sdvgen = Sdvgen.builder().configuration(folder).open()) {
      TrainingPlan plan = sdvgen.trainer().plan();
      assertEquals(2, plan.firstStep());
      assertEquals(6, plan.maxSteps());
      assertEquals(folder.toAbsolutePath(), plan.outputDir());
    }
  }

  @Test
  void aFolderWithoutARunIsNoConfiguration() {
    String message =
        String.valueOf(
            assertThrows(InputException.class, () -> Sdvgen.builder().configuration(folder).open())
                .getMessage());
    assertTrue(message.contains("config.yaml"), message);
  }
}
