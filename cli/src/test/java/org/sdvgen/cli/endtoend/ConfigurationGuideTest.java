package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.cli.Commands;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.ComponentInfo.SettingInfo;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.plugin.ComponentKind;

/**
 * The guides name every setting and component, and the guide of the configuration no key that there
 * is not. Settings are those of all records that the program binds; nothing is listed here.
 */
final class ConfigurationGuideTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern KEY = Pattern.compile("\\.?[a-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

  private final List<ComponentInfo> components = Sdvgen.builder().components();

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

  private static List<String> guide() throws IOException {
    return Files.readAllLines(DOCS.resolve("configuration.md"));
  }

  /** The keys in the first column of the guide's tables. */
  private static Set<String> tableKeys() throws IOException {
    return guide().stream()
        .filter(line -> line.startsWith("| `"))
        .flatMap(line -> keys(line.substring(0, line.indexOf('|', 1))).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The last part of a key. */
  private static String name(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /** Records with settings that belong to no component: the host's own and the adapter's. */
  private Set<Class<?>> hostRecords() {
    Set<Class<?>> ofComponents =
        plugins().stream()
            .flatMap(plugin -> factories(plugin).stream())
            .map(ComponentFactory::configType)
            .collect(Collectors.toSet());
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.sdvgen.api", "org.sdvgen.host")
            .stream()
            .filter(JavaClass::isRecord)
            .map(JavaClass::reflect)
            .filter(type -> settings(type).findAny().isPresent())
            .filter(type -> !ofComponents.contains(type))
            .collect(Collectors.toSet());
  }

  private static Stream<RecordComponent> settings(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.isAnnotationPresent(Setting.class));
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static List<Plugin> plugins() {
    return ServiceLoader.load(Plugin.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  private static List<ComponentFactory<?, ?>> factories(Plugin plugin) {
    List<ComponentFactory<?, ?>> factories = new ArrayList<>();
    ComponentKind.ALL.forEach(kind -> factories.addAll(kind.factories().apply(plugin)));
    return factories;
  }

  /**
   * Several records may have a setting of the same name, such as the seed: the guide has as many
   * different keys that end with it.
   */
  @Test
  void everySettingOfTheHostIsExplained() throws IOException {
    Map<String, List<String>> owners = new TreeMap<>();
    for (Class<?> type : hostRecords()) {
      settings(type)
          .forEach(
              setting ->
                  owners
                      .computeIfAbsent(snakeCase(setting.getName()), name -> new ArrayList<>())
                      .add(type.getSimpleName()));
    }
    assertTrue(owners.size() > 50, () -> "only " + owners.keySet());
    Set<String> explained =
        keys(String.join("\n", guide())).stream()
            .filter(key -> !key.matches("(backbone|codec|switch|update|fit\\.codec)\\..*"))
            .collect(Collectors.toSet());
    Map<String, Long> counts =
        explained.stream()
            .collect(Collectors.groupingBy(ConfigurationGuideTest::name, Collectors.counting()));
    owners.entrySet().removeIf(e -> counts.getOrDefault(e.getKey(), 0L) >= e.getValue().size());
    assertEquals(Map.of(), owners, "settings by the records that have them");
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

  /** All keys of the tables are set at once: those that there are not would be called unknown. */
  @Test
  void everyKeyOfTheTablesIsThere() throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String key : tableKeys()) {
      if (!key.contains("*") && !key.endsWith(".name")) {
        settings.put(key.replace("track.T.", "track.a."), "1");
      }
    }
    assertTrue(settings.size() > 50, settings::toString);
    settings.put("tracks", "a");
    settings.put("update_rules", "gradient-surgery, l2-penalty, l2-anchoring");
    InputException problems =
        assertThrows(
            InputException.class, () -> Sdvgen.builder().configuration(settings).open().close());
    assertEquals(
        List.of(),
        String.valueOf(problems.getMessage())
            .lines()
            .filter(line -> line.contains("is not a known setting"))
            .toList());
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
