package org.sdvgen.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.testkit.damage.SeparateProcess;

/** What is wrong in a configuration is the user's to mend, whatever it is. */
class ConfigurationDamageTest {
  @TempDir private Path folder;

  @Test
  void everyDamagedConfigurationIsReadOrRefused() {
    SeparateProcess process =
        SeparateProcess.run(
            ConfigurationDamage.class,
            "256m",
            Duration.ofMinutes(10),
            folder,
            folder.toString(),
            Integer.getInteger("damage.cases", 700).toString());
    assertEquals(0, process.exit(), process::summary);
  }
}
