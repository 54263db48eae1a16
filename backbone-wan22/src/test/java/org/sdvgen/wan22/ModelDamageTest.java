package org.sdvgen.wan22;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.testkit.damage.SeparateProcess;

/** A damaged model is refused with a message, whatever its files say. */
class ModelDamageTest {
  @TempDir private Path folder;
  @TempDir private Path log;

  @Test
  void everyDamagedModelIsReadOrRefused() {
    SeparateProcess process =
        SeparateProcess.run(
            ModelDamage.class,
            "256m",
            Duration.ofMinutes(10),
            log,
            folder.toString(),
            Integer.getInteger("damage.cases", 60).toString());
    assertEquals(0, process.exit(), process::summary);
  }
}
