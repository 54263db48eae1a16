package org.sdvgen.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;

/** The plugin is found by its service file and brings its sources under their names. */
class DataLoadersPluginTest {
  @Test
  void theServiceFileNamesThePlugin() {
    List<String> names =
        ServiceLoader.load(Plugin.class).stream()
            .filter(provider -> provider.type() == DataLoadersPlugin.class)
            .flatMap(provider -> provider.get().dataSources().stream())
            .map(ComponentFactory::name)
            .toList();
    assertEquals(List.of("subject-pairs", "captioned-videos", "toy-world"), names);
  }
}
