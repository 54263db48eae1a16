package org.sdvgen.cogvideox.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.text.T5Tokenizer;
import org.sdvgen.testkit.damage.SeparateProcess;

/** A damaged tokenizer is an error of its own, and never the end of the program. */
class TokenizerDamageTest {
  @TempDir private Path folder;

  @Test
  void noDamageEndsTheProgram() {
    Path small = Path.of(System.getProperty("repository.root"), "recipes/toy-base/tokenizer");
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
  void aModelThatEndedTheLibraryIsRefused() throws URISyntaxException {
    Path damaged = Path.of(Objects.requireNonNull(getClass().getResource("damaged")).toURI());
    InputException error = assertThrows(InputException.class, () -> T5Tokenizer.open(damaged));
    assertTrue(
        String.valueOf(error.getMessage()).contains("spiece.model is not a whole"),
        error::toString);
  }
}
