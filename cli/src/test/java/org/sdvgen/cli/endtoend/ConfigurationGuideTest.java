package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.cli.Commands;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SettingInfo;
import org.sdvgen.host.plugin.ComponentKind;

/**
 * The guide of the configuration has tables of every setting, made of the records that declare
 * them, and names no key that there is not. {@code -Dguide.update=true} writes the tables.
 */
final class ConfigurationGuideTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path GUIDE = DOCS.resolve("configuration.md");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern KEY = Pattern.compile("\\.?[a-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");
  private static final String END = "<!-- end of settings -->\n";

  private static final Pattern FILE = Pattern.compile(".*\\.(html|jsonl?|md|mp4|png|yaml)");

  /** A table of settings by their keys or of a component by its name, up to its end. */
  private static final Pattern TABLE =
      Pattern.compile(
          "(<!-- settings(?:: (?<keys>[^>]+)| of (?<component>[^>]+)) -->\\n).*?" + END,
          Pattern.DOTALL);

  private final List<ComponentInfo> components = Sdvgen.builder().components();
  private final List<SettingInfo> own =
      Sdvgen.builder().explain("").stream()
          .filter(setting -> setting.component().isEmpty())
          .toList();

  /** The keys of one text, each in full: behind `a.b`, `.c` stands for `a.c`. */
  private static List<String> keys(String text) {
    List<String> keys = new ArrayList<>();
    String section = "";
    for (MatchResult code : CODE.matcher(text).results().toList()) {
      String key = code.group(1);
      if (KEY.matcher(key).matches()) {
        String full = key.startsWith(".") ? section + key : key;
        section = full.contains(".") ? full.substring(0, full.lastIndexOf('.')) : "";
        keys.add(full);
      }
    }
    return keys;
  }

  /** The last part of a key. */
  private static String name(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static List<Plugin> plugins() {
    return ServiceLoader.load(Plugin.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  private static List<ComponentFactory<?, ?>> factories(Plugin plugin) {
    List<ComponentFactory<?, ?>> factories = new ArrayList<>();
    ComponentKind.ALL.forEach(kind -> factories.addAll(kind.factories().apply(plugin)));
    return factories;
  }

  @BeforeAll
  static void update() throws IOException {
    if (Boolean.getBoolean("guide.update")) {
      String guide = Files.readString(GUIDE);
      Files.writeString(GUIDE, new ConfigurationGuideTest().withTables(guide));
    }
  }

  private String withTables(String guide) {
    return TABLE
        .matcher(guide)
        .replaceAll(
            table ->
                Matcher.quoteReplacement(
                    table.group(1) + heading(table) + GuideTable.of(settings(table)) + END));
  }

  /** What a component's table begins with. */
  private String heading(MatchResult table) {
    return components.stream()
        .filter(it -> (it.kind() + " " + it.name()).equals(table.group(3)))
        .map(it -> "`" + it.name() + "`. " + it.description() + "\n\n")
        .findFirst()
        .orElse("");
  }

  /** The settings that a table is of. */
  private List<SettingInfo> settings(MatchResult table) {
    String keys = table.group(2);
    if (keys == null) {
      return components.stream()
          .filter(it -> (it.kind() + " " + it.name()).equals(table.group(3)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no component " + table.group(3)))
          .settings();
    }
    List<SettingInfo> settings = new ArrayList<>();
    for (String key : List.of(keys.split(" ", -1))) {
      List<SettingInfo> found = own.stream().filter(it -> isOf(it.key(), key)).toList();
      assertTrue(!found.isEmpty(), () -> "no setting " + key);
      settings.addAll(found);
    }
    return settings;
  }

  /** Whether a key is the one named, or begins as it does before its star. */
  private static boolean isOf(String key, String named) {
    return named.endsWith("*")
        ? key.startsWith(named.substring(0, named.length() - 1))
        : key.equals(named);
  }

  @Test
  void theTablesAreWordForWordThoseOfTheSettings() throws IOException {
    String guide = Files.readString(GUIDE);
    assertEquals(withTables(guide), guide, "run this test with -Dguide.update=true");
  }

  @Test
  void everySettingIsInOneTable() throws IOException {
    List<String> listed =
        TABLE
            .matcher(Files.readString(GUIDE))
            .results()
            .filter(table -> table.group(2) != null)
            .flatMap(table -> settings(table).stream())
            .map(SettingInfo::key)
            .sorted()
            .toList();
    assertTrue(own.size() > 90, () -> "only " + own.size());
    assertEquals(own.stream().map(SettingInfo::key).sorted().toList(), listed);
  }

  /** Sources of data have a guide of their own. */
  @Test
  void everyComponentWithSettingsHasATable() throws IOException {
    Set<String> listed =
        TABLE
            .matcher(Files.readString(GUIDE))
            .results()
            .filter(table -> table.group(3) != null)
            .map(table -> table.group(3))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(),
        components.stream()
            .filter(it -> !it.settings().isEmpty() && !it.kind().equals("data source"))
            .map(it -> it.kind() + " " + it.name())
            .filter(component -> !listed.contains(component))
            .collect(Collectors.toSet()));
  }

  /** All guides but that of adapters, which has names of tensors that look like keys. */
  private static boolean isOfKeys(Path guide) {
    return guide.toString().endsWith(".md") && !guide.endsWith("adapters.md");
  }

  @Test
  void everyKeyThatTheGuidesNameIsThere() throws IOException {
    Set<String> sections =
        own.stream()
            .map(SettingInfo::key)
            .filter(key -> key.contains("."))
            .map(key -> key.substring(0, key.indexOf('.')))
            .collect(Collectors.toSet());
    List<String> named = new ArrayList<>();
    try (Stream<Path> files = Files.list(DOCS)) {
      for (Path file : files.filter(ConfigurationGuideTest::isOfKeys).toList()) {
        keys(Files.readString(file)).stream()
            .filter(key -> key.contains(".") && !FILE.matcher(key).matches())
            .filter(key -> sections.contains(key.substring(0, key.indexOf('.'))))
            .forEach(named::add);
      }
    }
    assertTrue(named.contains("track.T.data.path"), named::toString);
    named.forEach(key -> Sdvgen.builder().explain(key));
  }

  /** Words with hyphens are read, but the project writes each in one way. */
  @Test
  void everyWordIsSpelledInOneWay() throws IOException {
    Set<String> former =
        Sdvgen.builder().explain("").stream()
            .filter(setting -> !setting.key().endsWith("name"))
            .flatMap(setting -> setting.choices().stream())
            .filter(word -> word.contains("_"))
            .map(word -> word.replace('_', '-'))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(former.contains("after-reference"), former::toString);
    Pattern any =
        Pattern.compile("(?<![\\w-])(" + String.join("|", former) + ")(?![\\w-]|\\.[a-z])");
    Map<String, List<String>> wrong = new TreeMap<>();
    for (SettingInfo setting : Sdvgen.builder().explain("")) {
      note(wrong, any, setting.key(), setting.doc() + " " + setting.defaultValue().orElse(""));
    }
    for (String top : List.of("docs", "recipes", "README.md", "tools/reproduce")) {
      try (Stream<Path> files = Files.walk(Path.of("..", top))) {
        for (Path file : files.filter(it -> it.toString().matches(".*\\.(md|yaml|sh)")).toList()) {
          note(wrong, any, file.toString(), Files.readString(file));
        }
      }
    }
    assertEquals(Map.of(), wrong);
  }

  private static void note(
      Map<String, List<String>> wrong, Pattern any, String where, String text) {
    List<String> found = any.matcher(text).results().map(MatchResult::group).distinct().toList();
    if (!found.isEmpty()) {
      wrong.put(where, found);
    }
  }

  @Test
  void everySettingOfEveryComponentIsExplained() throws IOException {
    Set<String> explained = new TreeSet<>();
    try (Stream<Path> files = Files.list(DOCS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".md")).toList()) {
        keys(Files.readString(file)).forEach(key -> explained.add(name(key)));
      }
    }
    Map<String, Set<String>> missing = new LinkedHashMap<>();
    for (ComponentInfo component : components) {
      Set<String> names =
          component.settings().stream()
              .map(SettingInfo::key)
              .map(ConfigurationGuideTest::name)
              .collect(Collectors.toCollection(TreeSet::new));
      names.add(component.name());
      names.removeAll(explained);
      if (!names.isEmpty()) {
        missing.put(component.kind() + " " + component.name(), names);
      }
    }
    assertEquals(Map.of(), missing);
  }

  /** What the plugins of the class path bring, and no more, is listed with all of its settings. */
  @Test
  void everyBundledComponentIsListed() {
    Commands listing = Commands.run("plugins");
    assertEquals(0, listing.code(), listing.err());
    List<String> brought =
        plugins().stream()
            .flatMap(plugin -> factories(plugin).stream())
            .map(ComponentFactory::name)
            .sorted()
            .toList();
    assertEquals(
        brought, components.stream().map(ComponentInfo::name).sorted().toList(), "the components");
    List<String> missing =
        components.stream()
            .flatMap(ConfigurationGuideTest::lines)
            .filter(line -> !listing.out().contains(line))
            .toList();
    assertEquals(List.of(), missing, listing.out());
    Set<String> kinds =
        components.stream().map(ComponentInfo::kind).collect(Collectors.toCollection(TreeSet::new));
    Collection<String> all = ComponentKind.ALL.stream().map(ComponentKind::label).toList();
    assertEquals(new TreeSet<>(all), kinds, "of every kind there is a component");
  }

  private static Stream<String> lines(ComponentInfo component) {
    return Stream.concat(
        Stream.of("\n  " + component.name() + "  " + component.description()),
        component.settings().stream().map(setting -> "\n      " + setting.key() + "  ("));
  }
}
