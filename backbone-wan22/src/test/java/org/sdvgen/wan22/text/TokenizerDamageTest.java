package org.sdvgen.wan22.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.testkit.damage.SeparateProcess;

/** A damaged tokenizer is an error of its own, and never the end of the program. */
class TokenizerDamageTest {
  @TempDir private Path folder;

  @Test
  void noDamageEndsTheProgram() {
    Path small = Path.of(System.getProperty("repository.root"), "recipes/toy-base-wan22/tokenizer");
    SeparateProcess process =
        SeparateProcess.run(
            TokenizerDamage.class,
            "512m",
            Duration.ofMinutes(10),
            folder,
            folder.toString(),
            small.toString(),
            Integer.getInteger("damage.cases", 250).toString());
    assertEquals(0, process.exit(), process::summary);
  }

  @Test
  void startingAsksNobodyOnTheNetwork() {
    SeparateProcess process =
        SeparateProcess.run(EngineStart.class, "512m", Duration.ofMinutes(10), folder);
    assertEquals(0, process.exit(), process::summary);
    assertTrue(process.output().contains("started"), process::summary);
    assertFalse(process.output().contains("OPENED"), process::output);
  }

  @Test
  void aFileThatEndedTheLibraryIsRefused() throws URISyntaxException {
    Path damaged = Path.of(Objects.requireNonNull(getClass().getResource("damaged")).toURI());
    InputException error =
        assertThrows(InputException.class, () -> FastTokenizer.open(damaged, Optional.empty()));
    assertTrue(String.valueOf(error.getMessage()).contains("post_processor"), error::toString);
  }
}
