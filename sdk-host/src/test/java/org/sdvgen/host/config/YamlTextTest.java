package org.sdvgen.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values as YAML writes them, read back. */
final class YamlTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"8", "-3", "0", "1e-4", "0.0001", "1.5E-7", "true", "a fox", "a, b", "/x/y.mp4"})
  void commonValuesHaveNoQuotes(String value) {
    assertEquals(value, YamlText.scalar(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "007",
        "010",
        "1_000",
        "0x10",
        "1:30",
        "1:30.5",
        "1.50",
        "+5",
        ".inf",
        "yes",
        "No",
        "on",
        "null",
        "~",
        "2001-01-01",
        "<<",
        "=",
        "a: b",
        "a #b",
        "- a",
        "[a",
        "{a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "\"a",
        "'a",
        "a ",
        " a",
        "one\ntwo",
        "\ttab",
        "\u001b[31m",
        "\u202ea",
        "\u2028",
        "---",
        "...",
        "a\r\nb",
        "\u0085"
      })
  void othersAreReadAsTexts(String value) throws IOException {
    assertEquals(value, readBack(value));
  }

  private static String readBack(String value) throws IOException {
    Path file = Files.createTempFile("value", ".yaml");
    try {
      Files.writeString(file, "key: " + YamlText.scalar(value) + "  # origin\n");
      List<String> texts = SettingsReader.file(file).get("key").orElseThrow().texts();
      assertEquals(1, texts.size(), texts.toString());
      return texts.get(0);
    } finally {
      Files.delete(file);
    }
  }

  /** Texts with many characters that mean something to YAML. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(
            " \n\t\r#:-,[]{}&*!|>'\"%@`\\~?=<.0123456789eExXyYnNa\u00e9\u0007\u202e\u2028\ufeff")
        .ofMaxLength(12);
  }

  /** YAML's readers may spell a number in another way. */
  @Property(tries = 300, seed = "1")
  void aFileWithTheValueGivesTheValue(@ForAll("texts") String value) throws IOException {
    String read = readBack(value);
    if (YamlText.scalar(value).equals(value) && value.matches("-?\\d+(\\.\\d+)?([eE].*)?")) {
      assertEquals(0, new BigDecimal(value).compareTo(new BigDecimal(read)), value);
    } else {
      assertEquals(value, read);
    }
  }
}
