package org.sdvgen.host.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.testkit.damage.SeparateProcess;

/** A damaged state is no whole checkpoint, and nothing worse. */
class CheckpointDamageTest {
  @TempDir private Path folder;
  @TempDir private Path log;

  @Test
  void everyDamagedStateIsReadOrRefused() {
    SeparateProcess process =
        SeparateProcess.run(
            CheckpointDamage.class,
            "128m",
            Duration.ofMinutes(10),
            log,
            folder.toString(),
            Integer.getInteger("damage.cases", 500).toString());
    assertEquals(0, process.exit(), process::summary);
  }
}
