package org.sdvgen.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.config.Inlined;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.EffectiveSetting;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.Culprits;
import org.sdvgen.host.plugin.LoadedPlugin;
import org.sdvgen.host.plugin.PluginRegistry;

/** Settings that several components share are read, explained and reported as their own. */
final class InlinedSettingsTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Map<String, String> written = new LinkedHashMap<>();
  private final Problems problems = new Problems();

  record Shared(
      @Setting(doc = "Where", decidesResult = false) String place,
      @Setting(doc = "How many", defaultValue = "2") int count) {
    Shared {
      if (count < 1) {
        throw new IllegalArgumentException("count must be at least 1, not " + count);
      }
    }
  }

  record Own(
      @Inlined Shared shared, @Setting(doc = "Whether", defaultValue = "true") boolean flag) {
    Own {
      if (flag && shared.count() == 3) {
        throw new IllegalArgumentException("count must not be 3 with the flag");
      }
    }
  }

  private Optional<Own> bind() {
    RecordBinder binder = new RecordBinder(SettingsReader.values(written), problems, HERE);
    Optional<Own> own = binder.bind(Own.class, "x.");
    binder.reportUnknownKeys();
    List<EffectiveSetting> told = binder.effective();
    own.ifPresent(
        it ->
            assertEquals(
                List.of("x.place", "x.count", "x.flag"),
                told.stream().map(EffectiveSetting::key).toList()));
    return own;
  }

  private String report() {
    return String.valueOf(
        assertThrows(InputException.class, () -> problems.throwIfAny("test.properties"))
            .getMessage());
  }

  @Test
  void keysHaveNoFurtherPart() {
    written.put("x.place", "here");
    written.put("x.flag", "false");
    assertEquals(Optional.of(new Own(new Shared("here", 2), false)), bind());
    problems.throwIfAny("test.properties");
  }

  @Test
  void problemsNameTheWholeKey() {
    written.put("x.place", "here");
    written.put("x.count", "0");
    bind();
    assertTrue(report().contains("x.count must be at least 1, not 0"), this::report);
  }

  @Test
  void whatTheOwnerChecksNamesTheWholeKey() {
    written.put("x.place", "here");
    written.put("x.count", "3");
    bind();
    assertTrue(report().contains("x.count must not be 3 with the flag"), this::report);
  }

  @Test
  void theyAreListedInPlace() {
    List<DeclaredSetting> settings = new ArrayList<>();
    SettingCatalog.walk(Own.class, "x.", true, Optional.empty(), settings);
    assertEquals(
        List.of("x.place false", "x.count true", "x.flag true"),
        settings.stream().map(it -> it.key() + " " + it.decidesResult()).toList());
  }

  @Test
  void aChoiceShowsThemAndNamesTheirKeys() {
    ComponentFactory<Own, String> factory =
        ComponentFactory.of(
            "own",
            "A component, for tests",
            Own.class,
            (own, context) -> {
              throw new InputException("place: there is nothing");
            });
    ComponentChoice<String> choice =
        new ComponentChoice<>(
            new PluginRegistry.Entry<>(
                new ComponentKind<>(String.class, "thing", "x.name", plugin -> List.of(factory)),
                factory,
                "own",
                new LoadedPlugin(new Plugin() {}, "test"),
                new Culprits(List.of())),
            new Own(new Shared("here", 2), true),
            "x.name",
            "x.");
    assertEquals("own[place=here, count=2, flag=true]", choice.describe());
    ComponentContext context = new ComponentContext(List.of(), 0, notice -> {});
    assertEquals(
        "x.place: there is nothing",
        assertThrows(InputException.class, () -> choice.create(context)).getMessage());
  }
}
