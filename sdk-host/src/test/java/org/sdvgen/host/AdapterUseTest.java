package org.sdvgen.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;

/** An adapter on the command line: FILE or FILE:WEIGHT. */
final class AdapterUseTest {
  @TempDir private Path folder;
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file = Files.createFile(folder.resolve("style 1.5.safetensors")).toString();
  }

  private static String failure(String text) {
    return String.valueOf(
        assertThrows(InputException.class, () -> AdapterUse.parse(text)).getMessage());
  }

  @Test
  void aFileAloneHasItsFullEffect() {
    assertEquals(new AdapterUse(Path.of(file), 1), AdapterUse.parse(file));
    assertEquals(file, AdapterUse.parse(file).toString());
  }

  @ParameterizedTest
  @CsvSource({"0.8, 0.8", "1, 1", "0, 0", "-1.5, -1.5", "+2, 2", ".5, 0.5", "3., 3", "1e-2, 0.01"})
  void aNumberBehindTheLastColonIsItsWeight(String said, double weight) {
    AdapterUse use = AdapterUse.parse(file + ":" + said);
    assertEquals(new AdapterUse(Path.of(file), weight), use);
    assertEquals(use, AdapterUse.parse(use.toString()));
  }

  /** Number formats of other languages and Java's own forms are none on a command line. */
  @ParameterizedTest
  @ValueSource(strings = {"", "0,8", "strong", "NaN", "Infinity", "1e999", "0x1p3", "1f", "--1"})
  void anythingElseBehindAFileIsRefused(String said) {
    String message = failure(file + ":" + said);
    assertTrue(message.contains(file), message);
    assertTrue(message.contains("such as 0.8"), message);
  }

  @Test
  void aMissingFileIsNamedWithWhatWasExpected() {
    for (String text :
        new String[] {"no.safetensors", "no.safetensors:0.8", "", ":1", "C:\\no", "a\0b"}) {
      String message = failure(text);
      assertTrue(message.startsWith(text + " is no file"), message);
      assertTrue(message.contains("FILE:WEIGHT"), message);
    }
    assertTrue(failure(folder.toString()).contains("is no file"));
  }

  /** On Windows a colon stands behind the drive's letter alone. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void colonsInNamesStayWhatTheyAre() throws IOException {
    String drive = Files.createFile(folder.resolve("C:adapter.safetensors")).toString();
    String version = Files.createFile(folder.resolve("style:2")).toString();
    assertEquals(new AdapterUse(Path.of(drive)), AdapterUse.parse(drive));
    assertEquals(new AdapterUse(Path.of(drive), 0.5), AdapterUse.parse(drive + ":0.5"));
    assertEquals(new AdapterUse(Path.of(version)), AdapterUse.parse(version));
    assertEquals(new AdapterUse(Path.of(version), 3), AdapterUse.parse(version + ":3"));
  }

  @Test
  void weightsAreFinite() {
    Path path = Path.of(file);
    assertThrows(InputException.class, () -> new AdapterUse(path, Double.NaN));
    assertThrows(InputException.class, () -> new AdapterUse(path, Double.NEGATIVE_INFINITY));
  }
}
