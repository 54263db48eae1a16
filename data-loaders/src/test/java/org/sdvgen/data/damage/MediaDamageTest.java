package org.sdvgen.data.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.testkit.damage.SeparateProcess;

/** A damaged picture or video is read or refused; it never ends the program. */
class MediaDamageTest {
  @TempDir private Path folder;
  @TempDir private Path log;

  @Test
  void everyDamagedFileIsReadOrRefused() {
    Path whole =
        Path.of(
            System.getProperty("repository.root"),
            "sdk-runtime/src/test/resources/org/sdvgen/runtime/media");
    SeparateProcess process =
        SeparateProcess.run(
            MediaDamage.class,
            "512m",
            Duration.ofMinutes(10),
            log,
            folder.toString(),
            whole.toString(),
            Integer.getInteger("damage.cases", 40).toString());
    assertEquals(0, process.exit(), process::summary);
  }
}
