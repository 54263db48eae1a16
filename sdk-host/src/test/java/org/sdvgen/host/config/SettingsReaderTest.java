package org.sdvgen.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.testkit.damage.SeparateProcess;

final class SettingsReaderTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String failure(Path file) {
    return String.valueOf(
        assertThrows(InputException.class, () -> SettingsReader.file(file)).getMessage());
  }

  private static Map<String, String> text(Settings settings) {
    Map<String, String> text = new TreeMap<>();
    settings.texts().forEach((key, texts) -> text.put(key, String.join(", ", texts)));
    return text;
  }

  private static void assertSettings(Settings settings) {
    assertEquals(
        Map.of("seed", "7", "backbone.name", "fake", "tracks", "a, b", "note", "x, y"),
        text(settings));
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
  void propertiesHaveListsInBrackets() throws IOException {
    Settings lines = SettingsReader.file(write("a.properties", "tracks=[a, 'b, c']\n"));
    Settings texts = SettingsReader.file(write("a.yaml", "tracks: \"[a]\"\n"));
    assertEquals(List.of("a", "b, c"), names(lines));
    assertEquals(List.of("[a]"), names(texts));
  }

  private List<String> names(Settings settings) {
    return new RecordBinder(settings, new Problems(), folder).names("tracks");
  }

  @Test
  void dottedYamlKeysAreKeys() throws IOException {
    Settings settings = SettingsReader.file(write("a.yml", "backbone.name: fake\n"));
    assertEquals(Map.of("backbone.name", "fake"), text(settings));
  }

  @Test
  void listsOfGroupsAreNumbered() throws IOException {
    Settings settings = SettingsReader.file(write("a.yaml", "x:\n- k: 1\n- k: 2\n"));
    assertEquals(Map.of("x.0.k", "1", "x.1.k", "2"), text(settings));
  }

  @Test
  void nothingIsInterpolatedOrIncluded() throws IOException {
    Settings settings =
        SettingsReader.file(
            write("a.properties", "home=${env:HOME} ${sys:user.home}\ninclude=b.properties\n"));
    assertEquals("${env:HOME} ${sys:user.home}", text(settings).get("home"));
    assertEquals("b.properties", text(settings).get("include"));
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
    settings.lay(SettingsReader.overrides(List.of("b=2=3")));
    assertEquals(folder, settings.get("a").orElseThrow().folder());
    assertEquals(here, settings.get("b").orElseThrow().folder());
    assertEquals("2=3", text(settings).get("b"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.yaml, 'a: [1', a.yaml",
    "b.yaml, 'a: {b: 1, b: 2}', duplicate key b",
    "a.json, '{\"a\": }', a.json",
    "a.xml, <a><b></a>, a.xml",
    "b.xml, '<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a><b>&e;</b></a>', DOCTYPE",
    "a.toml, a=1, .properties",
    "a.properties, 'a=\\u12', escape",
    "c.json, '{\"a\": 1, \"a\": 2}', Duplicate field",
    "d.json, '{\"a\": 1} {\"b\": 2}', Trailing token",
    "c.yaml, 'a: &a [*a]', inside of what its anchor marks",
  })
  void malformedFilesAreNamed(String name, String text, String expected) throws IOException {
    String message = failure(write(name, text));
    assertTrue(message.contains(expected), message);
  }

  /** In a process of its own: unfolding heeds no interrupt, so nothing else would end it. */
  @ParameterizedTest
  @ValueSource(strings = {"aliases.yaml", "aliases-in-lists.yaml"})
  void aliasesThatUnfoldWithoutEndAreRefused(String name) throws URISyntaxException {
    Path file = Path.of(Objects.requireNonNull(getClass().getResource(name)).toURI());
    SeparateProcess process =
        SeparateProcess.run(
            SettingsOfFile.class, "64m", Duration.ofSeconds(60), folder, file.toString());
    assertEquals(0, process.exit(), process::summary);
    String message = process.output();
    assertTrue(message.startsWith("refused: " + file), message);
    assertTrue(message.contains("unfold to more than 100000 values"), message);
  }

  @Test
  void whatADamagedEscapeSaysIsNotGuessed() throws URISyntaxException {
    Path file =
        Path.of(Objects.requireNonNull(getClass().getResource("escape.properties")).toURI());
    String message = failure(file);
    assertTrue(message.contains("line 23 has a broken escape"), message);
  }

  @Test
  void anchorsSaveWriting() throws IOException {
    StringBuilder text = new StringBuilder("base: &base {k: 1, l: 2}\n");
    for (int i = 0; i < 100; i++) {
      text.append("x").append(i).append(": {<<: *base, l: 3}\n");
    }
    Map<String, String> read = text(SettingsReader.file(write("a.yaml", text.toString())));
    assertEquals("1", read.get("x99.k"));
    assertEquals("3", read.get("x99.l"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.yaml, [, ], depth",
    "b.yaml, '{a: ', }, depth",
    "a.json, '{\"a\": ', }, depth",
    "b.json, '[', ']', depth",
    "a.xml, <a>, </a>, depth"
  })
  void deepFilesAreRefused(String name, String open, String close, String expected)
      throws IOException {
    String text = open.repeat(20_000) + close.repeat(20_000);
    String message = failure(write(name, text));
    assertTrue(message.toLowerCase(Locale.ROOT).contains(expected), message);
  }

  @Test
  void largeFilesAndFilesThatAreNoTextAreRefused() throws IOException {
    assertTrue(failure(write("a.xml", " ".repeat(1_000_001))).contains("1000001 bytes"));
    assertTrue(failure(write("a.properties", "a=1\0")).contains("zero byte"));
    Path latin = Files.write(folder.resolve("a.yaml"), new byte[] {'a', ':', (byte) 0xe9});
    assertTrue(failure(latin).contains("not text in UTF-8"));
  }

  @Test
  void missingFileAndMissingEqualsSign() {
    assertTrue(failure(folder.resolve("no.yaml")).contains("no such configuration file"));
    InputException error =
        assertThrows(InputException.class, () -> SettingsReader.overrides(List.of("seed")));
    assertEquals("expected a setting as key=value, found \"seed\"", error.getMessage());
    InputException cut =
        assertThrows(
            InputException.class,
            () -> SettingsReader.overrides(List.of("a=[b]", "lora.targets=[to_q,", "to_k]")));
    assertEquals(
        "lora.targets=[to_q, ends before its list does: put it in quotes, as in"
            + " \"lora.targets=[to_q, to_k]\"",
        cut.getMessage());
  }

  private static Map<String, String> all(Path file, String... overrides) {
    return text(SettingsReader.all(Optional.of(file), Map.of(), List.of(overrides)));
  }

  @Test
  void whatIsWrittenGoesOverWhatItExtends() throws IOException {
    write("lowest.yaml", "seed: 1\noutput_dir: a\nlora.rank: 4\n");
    write("low.properties", "extends=lowest.yaml\nseed=2\noutput_dir=b\n");
    Path top = write("top.yaml", "extends: low.properties\nseed: 3\n");
    assertEquals(Map.of("seed", "3", "output_dir", "b", "lora.rank", "8"), all(top, "lora.rank=8"));
  }

  @Test
  void anotherFileMayBeExtendedFromTheCommandLine() throws IOException {
    write("one.yaml", "backbone: {name: one, checkpoint: x}\n");
    Path two = write("two.yaml", "backbone: {name: two}\n");
    Path top = write("top.yaml", "extends: one.yaml\nseed: 3\n");
    assertEquals(Map.of("seed", "3", "backbone.name", "two"), all(top, "extends=" + two));
  }

  @Test
  void anotherComponentComesWithoutItsPredecessorsSettings() throws IOException {
    write("base.yaml", "switch: {name: stochastic, track: clips, probability: 0.2}\n");
    Path top =
        write("top.yaml", "extends: base.yaml\nswitch: {name: single-track, track: pairs}\n");
    assertEquals(Map.of("switch.name", "single-track", "switch.track", "pairs"), all(top));
    assertEquals(Map.of("switch.name", "two-stage"), all(top, "switch.name=two-stage"));
    assertEquals(
        Map.of("switch.name", "single-track", "switch.track", "pairs"),
        all(top, "switch.name=single-track"));
  }

  @Test
  void whatNoFileIsCalledIsNotExtended() throws IOException {
    Path top = write("top.json", "{\"extends\": \"a\\u0000b\"}");
    String message =
        String.valueOf(assertThrows(InputException.class, () -> all(top)).getMessage());
    assertTrue(message.startsWith("extends: expected a file"), message);
  }

  @Test
  void aFileThatExtendsItselfIsRefused() throws IOException {
    write("b.yaml", "extends: a.yaml\n");
    Path top = write("a.yaml", "extends: b.yaml\n");
    String message =
        String.valueOf(assertThrows(InputException.class, () -> all(top)).getMessage());
    assertTrue(message.contains("a.yaml extends itself"), message);
  }
}
