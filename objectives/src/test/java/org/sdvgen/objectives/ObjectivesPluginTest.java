package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;

class ObjectivesPluginTest {
  private static Plugin loaded() {
    return ServiceLoader.load(Plugin.class).stream()
        .filter(provider -> provider.type() == ObjectivesPlugin.class)
        .findFirst()
        .orElseThrow()
        .get();
  }

  @Test
  void isFoundByTheServiceLoader() {
    Plugin plugin = assertInstanceOf(ObjectivesPlugin.class, loaded());
    assertEquals(
        List.of("identity", "motion", "text-to-video"),
        plugin.objectives().stream().map(ComponentFactory::name).toList());
    assertEquals(
        List.of("stochastic", "single-track", "two-stage", "alternating"),
        plugin.switchPolicies().stream().map(ComponentFactory::name).toList());
    assertEquals(
        List.of("gradient-surgery", "l2-penalty", "l2-anchoring"),
        plugin.updateRules().stream().map(ComponentFactory::name).toList());
  }

  @Test
  void everySettingIsDocumentedAndHasADefault() {
    Plugin plugin = loaded();
    for (ComponentFactory<?, ?> factory : plugin.objectives()) {
      assertSettings(factory.settingsType());
    }
    for (ComponentFactory<?, ?> factory : plugin.switchPolicies()) {
      assertSettings(factory.settingsType());
    }
    for (ComponentFactory<?, ?> factory : plugin.updateRules()) {
      assertSettings(factory.settingsType());
    }
  }

  private static void assertSettings(Class<?> settings) {
    for (RecordComponent component : settings.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      assertTrue(setting != null && !setting.doc().isBlank(), () -> "undocumented " + component);
      assertTrue(
          component.getType() == Optional.class || !setting.defaultValue().equals(Setting.NONE),
          () -> "no default: " + component);
    }
  }
}
