package org.sdvgen.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;

final class SettingsReaderTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String failure(Path file) {
    return String.valueOf(
        assertThrows(InputException.class, () -> SettingsReader.file(file)).getMessage());
  }

  private static void assertSettings(Settings settings) {
    assertEquals(
        Map.of("seed", "7", "backbone.name", "fake", "tracks", "a, b", "note", "x, y"),
        settings.asText());
  }

  @Test
  void fourFormatsSayTheSame() throws IOException {
    assertSettings(
        SettingsReader.file(
            write("a.properties", "seed=7\nbackbone.name = fake\ntracks=a, b\nnote=x, y\n")));
    assertSettings(
        SettingsReader.file(
            write("a.yaml", "seed: 7\nbackbone:\n  name: fake\ntracks: [a, b]\nnote: x, y\n")));
    assertSettings(
        SettingsReader.file(
            write(
                "a.json",
                """
                {"seed": 7, "backbone": {"name": "fake"}, "tracks": ["a", "b"], "note": "x, y"}
                """)));
    assertSettings(
        SettingsReader.file(
            write(
                "a.xml",
                """
                <run><seed>7</seed><backbone name="fake"/><tracks>a</tracks><tracks>b</tracks>
                <note>x, y</note></run>
                """)));
  }

  @Test
  void dottedYamlKeysAreKeys() throws IOException {
    Settings settings = SettingsReader.file(write("a.yml", "backbone.name: fake\n"));
    assertEquals(Map.of("backbone.name", "fake"), settings.asText());
  }

  @Test
  void listsOfGroupsAreNumbered() throws IOException {
    Settings settings = SettingsReader.file(write("a.yaml", "x:\n- k: 1\n- k: 2\n"));
    assertEquals(Map.of("x.0.k", "1", "x.1.k", "2"), settings.asText());
  }

  @Test
  void nothingIsInterpolatedOrIncluded() throws IOException {
    Settings settings =
        SettingsReader.file(
            write("a.properties", "home=${env:HOME} ${sys:user.home}\ninclude=b.properties\n"));
    assertEquals("${env:HOME} ${sys:user.home}", settings.asText().get("home"));
    assertEquals("b.properties", settings.asText().get("include"));
  }

  @Test
  void emptyValueIsNotAbsent() throws IOException {
    Settings settings = SettingsReader.file(write("a.yaml", "seed:\nother: 1\n"));
    assertEquals(List.of(""), settings.get("seed").orElseThrow().texts());
  }

  @Test
  void pathsBelongToWhereTheyAreWritten() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Settings settings = SettingsReader.file(write("a.properties", "a=1\nb=1\n"));
    settings.putAll(SettingsReader.overrides(List.of("b=2=3")));
    assertEquals(folder, settings.get("a").orElseThrow().folder());
    assertEquals(here, settings.get("b").orElseThrow().folder());
    assertEquals("2=3", settings.asText().get("b"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.yaml, 'a: [1', a.yaml",
    "b.yaml, 'a: {b: 1, b: 2}', duplicate key b",
    "a.json, '{\"a\": }', a.json",
    "a.xml, <a><b></a>, a.xml",
    "b.xml, '<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a><b>&e;</b></a>', DOCTYPE",
    "a.toml, a=1, .properties",
  })
  void malformedFilesAreNamed(String name, String text, String expected) throws IOException {
    String message = failure(write(name, text));
    assertTrue(message.contains(expected), message);
  }

  @Test
  void missingFileAndMissingEqualsSign() {
    assertTrue(failure(folder.resolve("no.yaml")).contains("no such configuration file"));
    InputException error =
        assertThrows(InputException.class, () -> SettingsReader.overrides(List.of("seed")));
    assertEquals("expected a setting as key=value, found \"seed\"", error.getMessage());
  }
}
