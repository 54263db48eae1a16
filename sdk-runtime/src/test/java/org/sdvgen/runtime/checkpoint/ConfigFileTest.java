package org.sdvgen.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;

/** What a checkpoint's configurations may say. */
class ConfigFileTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("config.json");
  }

  private ConfigFile holding(String value) throws IOException {
    return ConfigFile.read(Files.writeString(file(), "{\"key\": " + value + "}"));
  }

  private String refusal(String value, Function<ConfigFile, ?> reading) throws IOException {
    ConfigFile config = holding(value);
    return String.valueOf(
        assertThrows(InputException.class, () -> reading.apply(config), value).getMessage());
  }

  @Test
  void sizesEndWhereNoModelHasThem() throws IOException {
    assertEquals(1, holding("1").positive("key"));
    assertEquals(1_000_000, holding("1000000").positive("key"));
    for (String value : new String[] {"0", "-1", "1000001", "1.0", "1e999", "4294967297"}) {
      String message = refusal(value, config -> config.positive("key"));
      assertTrue(
          message.startsWith(file() + ": key must be a whole number from 1 to 1000000, found "),
          message);
    }
  }

  @Test
  void partsEndEarlier() throws IOException {
    assertEquals(10_000, holding("10000").few("key"));
    String message = refusal("10001", config -> config.few("key"));
    assertEquals(file() + ": key must be a whole number from 1 to 10000, found 10001", message);
  }

  @Test
  void listsAreShortAndOfParts() throws IOException {
    String most = String.join(", ", Collections.nCopies(16, "10000"));
    assertEquals(16, holding("[" + most + "]").positives("key").size());
    for (String value : new String[] {"[]", "[" + most + ", 1]", "[1, 10001]", "[0]", "{}", "3"}) {
      String message = refusal(value, config -> config.positives("key"));
      assertTrue(message.contains("a list of 1 to 16 whole numbers from 1 to 10000"), message);
    }
  }

  @ParameterizedTest
  @CsvSource({"1e999", "\"1\"", "null", "true"})
  void numbersAreFinite(String value) throws IOException {
    assertTrue(refusal(value, config -> config.number("key")).contains("must be a number"));
  }

  @Test
  void longValuesAreQuotedInPart() throws IOException {
    String message = refusal("\"" + "a".repeat(10_000) + "\"", config -> config.number("key"));
    assertTrue(message.endsWith("aaa ...") && message.length() < 1_000, message);
  }
}
