package org.sdvgen.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.EffectiveSetting;
import org.sdvgen.runtime.torch.Precision;

final class RecordBinderTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Map<String, String> written = new LinkedHashMap<>();
  private final Problems problems = new Problems();

  /** Every type that a setting may have. */
  record All(
      @Setting(doc = "text", defaultValue = "some text") String someText,
      @Setting(doc = "flag", defaultValue = "true") boolean flag,
      @Setting(doc = "whole", defaultValue = "3") int whole,
      @Setting(doc = "large", defaultValue = "4000000000") long large,
      @Setting(doc = "real", defaultValue = "5e-5") double real,
      @Setting(doc = "file", defaultValue = "a/b") Path file,
      @Setting(doc = "fit", defaultValue = "cover") Fit fit,
      @Setting(doc = "words", defaultValue = "a, b") List<String> words,
      @Setting(doc = "perhaps") Optional<Integer> perhaps,
      @Setting(doc = "inner") Inner inner,
      @Setting(doc = "perhaps inner") Optional<Inner> other,
      @Setting(doc = "inners") List<Inner> more) {}

  record Inner(@Setting(doc = "size", defaultValue = "1") int size) {
    Inner {
      if (size < 1) {
        throw new IllegalArgumentException("size must be at least 1, not " + size);
      }
    }
  }

  record Needed(@Setting(doc = "What is needed") String need) {}

  private RecordBinder binder() {
    return new RecordBinder(SettingsReader.values(written), problems, HERE);
  }

  private String report() {
    InputException report =
        assertThrows(InputException.class, () -> problems.throwIfAny("test.properties"));
    return String.valueOf(report.getMessage());
  }

  @Test
  void defaults() {
    All all = binder().bind(All.class, "").orElseThrow();
    assertEquals(
        new All(
            "some text",
            true,
            3,
            4_000_000_000L,
            5e-5,
            HERE.resolve("a/b"),
            Fit.COVER,
            List.of("a", "b"),
            Optional.empty(),
            new Inner(1),
            Optional.empty(),
            List.of()),
        all);
  }

  @Test
  void fullMapping() {
    written.put("x.some_text", "other, with comma");
    written.put("x.flag", "false");
    written.put("x.whole", " 7 ");
    written.put("x.large", "-1");
    written.put("x.real", "0.5");
    written.put("x.file", "/c");
    written.put("x.fit", "Contain");
    written.put("x.words", "one, two\\, three");
    written.put("x.perhaps", "9");
    written.put("x.inner.size", "2");
    written.put("x.other.size", "3");
    written.put("x.more.0.size", "4");
    written.put("x.more.1.size", "5");
    RecordBinder binder = binder();
    All all = binder.bind(All.class, "x.").orElseThrow();
    assertEquals(
        new All(
            "other, with comma",
            false,
            7,
            -1,
            0.5,
            HERE.getRoot().resolve("c"),
            Fit.CONTAIN,
            List.of("one", "two, three"),
            Optional.of(9),
            new Inner(2),
            Optional.of(new Inner(3)),
            List.of(new Inner(4), new Inner(5))),
        all);
    binder.reportUnknownKeys();
    problems.throwIfAny("test.properties");
  }

  @Test
  void oneReportNamesEveryProblem() {
    written.put("x.whole", "three");
    written.put("x.fit", "stretch");
    written.put("x.flag", "yes");
    written.put("x.inner.size", "0");
    written.put("x.some_txt", "misspelt");
    RecordBinder binder = binder();
    assertTrue(binder.bind(All.class, "x.").isEmpty());
    assertTrue(binder.bind(Needed.class, "y.").isEmpty());
    binder.reportUnknownKeys();
    String report = report();
    for (String part :
        List.of(
            "test.properties: 6 problems",
            "x.whole: expected a whole number, found \"three\"",
            "x.fit: expected one of contain, cover, found \"stretch\"",
            "x.flag: expected true or false, found \"yes\"",
            "x.inner.size must be at least 1, not 0",
            "y.need is missing: What is needed",
            "x.some_txt is not a known setting; did you mean x.some_text?")) {
      assertTrue(report.contains(part), () -> "expected <" + part + "> in " + report);
    }
  }

  private record Lists(
      @Setting(doc = "words", defaultValue = "x") List<String> words,
      @Setting(doc = "numbers", defaultValue = "1") List<Integer> numbers,
      @Setting(doc = "files", defaultValue = "") List<Path> files,
      @Setting(doc = "text", defaultValue = "") String text) {}

  private Lists lists(String key, String text) {
    written.clear();
    written.put(key, text);
    return binder().bind(Lists.class, "").orElseThrow();
  }

  @Test
  void bracketsOnALineMakeAListAsInYaml() {
    assertEquals(List.of("a", "b"), lists("words", "[a,b]").words());
    assertEquals(List.of("a", "b"), lists("words", "[ a , b, ]").words());
    assertEquals(List.of("a"), lists("words", "[a]").words());
    assertEquals(List.of(), lists("words", "[]").words());
    assertEquals(
        List.of("a, b", "c]", "it's", "\"", "[d]"),
        lists("words", "['a, b', \"c]\", 'it''s', '\"', '[d]']").words());
    assertEquals(List.of(7, -2), lists("numbers", "[7, \"-2\"]").numbers());
    assertEquals(
        List.of(HERE.resolve("a, b.png"), HERE.getRoot().resolve("c")),
        lists("files", "['a, b.png', /c]").files());
    assertEquals("[a,b]", lists("text", "[a,b]").text());
    assertEquals(List.of("a", "b"), binder().names("text"));
    problems.throwIfAny("test.properties");
  }

  @Test
  void bracketsOfAFilesOwnListAreText() {
    Settings settings = new Settings();
    settings.put("words", new Settings.Value(List.of("[a]b"), HERE));
    RecordBinder binder = new RecordBinder(settings, problems, HERE);
    assertEquals(List.of("[a]b"), binder.bind(Lists.class, "").orElseThrow().words());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`[a,b`, its bracket is not closed",
        "[, its bracket is not closed",
        "`[a, [b]`, its bracket is not closed",
        "`[a, 'b]`, end of stream",
        "`[a,b]c`, something follows its bracket",
        "`[a]: b`, something follows its bracket",
        "`[a]b]`, something follows its bracket",
        "`[a,[b]]`, an item that is not in quotes is no text",
        "`[a: b]`, an item that is not in quotes is no text",
        "`[a,,b]`, expected",
        "`[*a]`, alias"
      })
  void brokenBracketsAreSaidOnce(String text, String reason) {
    written.put("words", text);
    RecordBinder binder = binder();
    binder.bind(Lists.class, "");
    binder.names("words");
    String report = report();
    assertTrue(
        report.startsWith(
            "test.properties: words: expected a list such as [a, b] or a, b, found \"" + text),
        report);
    assertTrue(report.contains(reason), report);
  }

  private record Typed(
      @Setting(doc = "device", defaultValue = "auto") DeviceName device,
      @Setting(doc = "sizes", defaultValue = "") List<FrameSize> sizes,
      @Setting(doc = "type") Optional<Precision> dtype) {}

  @Test
  void devicesPrecisionsAndSizesAreBoundByType() {
    written.put("x.device", "cuda:1");
    written.put("x.sizes", "720x480, 480x720");
    written.put("x.dtype", "BF16");
    assertEquals(
        new Typed(
            new DeviceName("cuda:1"),
            List.of(new FrameSize(720, 480), new FrameSize(480, 720)),
            Optional.of(Precision.BF16)),
        binder().bind(Typed.class, "x.").orElseThrow());
    written.put("x.device", "gpu");
    written.put("x.sizes", "720x480, 48");
    written.put("x.dtype", "fp8");
    assertTrue(binder().bind(Typed.class, "x.").isEmpty());
    String report = report();
    for (String part :
        List.of(
            "x.device: expected auto, cpu, cuda or cuda:N, found \"gpu\"",
            "x.sizes: expected a size as width x height, such as 720x480, found \"48\"",
            "x.dtype: expected one of fp32, fp16, bf16, found \"fp8\"")) {
      assertTrue(report.contains(part), () -> "expected <" + part + "> in " + report);
    }
  }

  @Test
  void effectiveValuesAndTheirOrigins() {
    written.put("x.fit", "CONTAIN");
    written.put("x.more.0.size", "4");
    RecordBinder binder = binder();
    binder.bind(All.class, "x.");
    String program = Origin.PROGRAM.toString();
    List<EffectiveSetting> effective = binder.effective();
    assertTrue(
        effective.containsAll(
            List.of(
                new EffectiveSetting("x.fit", Optional.of("contain"), program),
                new EffectiveSetting("x.real", Optional.of("5e-5"), EffectiveSetting.DEFAULT),
                new EffectiveSetting("x.words", Optional.of("a, b"), EffectiveSetting.DEFAULT),
                new EffectiveSetting("x.perhaps", Optional.empty(), EffectiveSetting.DEFAULT),
                new EffectiveSetting("x.other", Optional.empty(), EffectiveSetting.DEFAULT),
                new EffectiveSetting("x.more.0.size", Optional.of("4"), program))),
        effective.toString());
    assertEquals(12, effective.size(), effective.toString());
  }

  @Test
  void severalValuesAreNoSingleOne() {
    Settings settings = new Settings();
    settings.put("whole", new Settings.Value(List.of("1", "2"), HERE));
    new RecordBinder(settings, problems, HERE).bind(All.class, "");
    assertTrue(report().contains("whole: expected a whole number, found 2 values"));
  }
}
