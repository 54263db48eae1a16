package org.sdvgen.host.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.Sdvgen;

/** Plugins with libraries of their own. */
final class PluginFolderTest {
  /** Says in its components' descriptions which classes it sees. */
  private static final String LOOKING =
      """
      import com.fasterxml.jackson.core.Version;
      import com.google.common.base.Strings;
      import java.util.List;
      import org.sdvgen.api.plugin.ComponentFactory;
      import org.sdvgen.api.plugin.Plugin;
      import org.sdvgen.api.switching.SwitchPolicy;
      import org.sdvgen.api.switching.TrackChoice;

      public class NAME implements Plugin {
        public record Config() {}

        private static ComponentFactory<?, ? extends SwitchPolicy> saying(String name, Object what) {
          return ComponentFactory.of(
              "NAME-".toLowerCase(java.util.Locale.ROOT) + name,
              String.valueOf(what),
              Config.class,
              (config, context) -> (progress, draws) -> TrackChoice.of(progress.tracks().get(0)));
        }

        private static String loader(String type) {
          try {
            return String.valueOf(Class.forName(type).getClassLoader() == NAME.class.getClassLoader());
          } catch (ClassNotFoundException e) {
            return "none";
          }
        }

        @Override
        public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
          return List.of(
              saying("guava", Strings.version()),
              saying("jackson", Version.version()),
              saying("own", loader("com.google.common.base.Strings")),
              saying("programs", loader("com.google.common.collect.ImmutableList")),
              saying("injector", loader("com.google.inject.Injector")),
              saying("host", loader("org.sdvgen.host.Sdvgen")),
              saying("core", loader("org.apache.logging.log4j.core.LoggerContext")),
              saying("api", loader("org.sdvgen.api.plugin.Plugin")),
              saying("runtime", loader("org.sdvgen.runtime.io.FileNames")),
              saying("djl", loader("ai.djl.ndarray.NDArray")),
              saying("slf4j", loader("org.slf4j.LoggerFactory")),
              saying("log4j", loader("org.apache.logging.log4j.LogManager")),
              saying("java", loader("java.sql.Date")),
              saying("file", NAME.class.getResource("/com/google/common/base/Strings.class") != null),
              saying("programs-file",
                  NAME.class.getResource("/com/google/inject/Injector.class") != null),
              saying("programs-services",
                  NAME.class.getResource("/META-INF/services/org.slf4j.spi.SLF4JServiceProvider")
                      != null),
              saying("services", java.util.ServiceLoader.load(Plugin.class,
                  NAME.class.getClassLoader()).stream().count()));
        }
      }
      """;

  @TempDir private Path folder;

  private void install(String name, String version) throws IOException {
    Path place = Files.createDirectories(folder.resolve("plugins").resolve(name));
    Path guava = place.resolve("guava.jar");
    PluginJar.library(guava, "com.google.common.base.Strings", library("Strings", version));
    Path jackson = place.resolve("jackson.jar");
    PluginJar.library(
        jackson,
        "com.fasterxml.jackson.core.Version",
        library("Version", version)
            .replace("com.google.common.base", "com.fasterxml.jackson.core"));
    PluginJar.compile(
        place.resolve("plugin.jar"), name, LOOKING.replace("NAME", name), guava, jackson);
  }

  /** A class of the name and package of a class that the program has, too. */
  private static String library(String type, String version) {
    return """
        package com.google.common.base;

        public final class %s {
          public static String version() {
            return "%s";
          }
        }
        """
        .formatted(type, version);
  }

  @Test
  void everyPluginSeesItsOwnLibrariesAndNoOnesElse() throws IOException {
    install("Older", "10.0");
    install("Newer", "99.9");
    Map<String, String> seen =
        Sdvgen.builder().pluginDirectory(folder.resolve("plugins")).components().stream()
            .filter(component -> component.origin().contains("plugins"))
            .collect(Collectors.toMap(ComponentInfo::name, ComponentInfo::description));
    for (String name : List.of("older", "newer")) {
      String version = name.equals("older") ? "10.0" : "99.9";
      assertEquals(version, seen.get(name + "-guava"));
      assertEquals(version, seen.get(name + "-jackson"));
      assertEquals("true", seen.get(name + "-own"));
      for (String hidden : List.of("programs", "injector", "host", "core")) {
        assertEquals("none", seen.get(name + "-" + hidden), hidden);
      }
      for (String shared : List.of("api", "runtime", "djl", "slf4j", "log4j", "java")) {
        assertEquals("false", seen.get(name + "-" + shared), shared);
      }
      assertEquals("true", seen.get(name + "-file"));
      assertEquals("false", seen.get(name + "-programs-file"));
      assertEquals("false", seen.get(name + "-programs-services"));
      assertEquals("1", seen.get(name + "-services"));
    }
  }

  @Test
  void aFolderIsNamedAsThePluginsOrigin() throws IOException {
    install("Older", "10.0");
    List<String> origins =
        Sdvgen.builder().pluginDirectory(folder.resolve("plugins")).components().stream()
            .filter(component -> component.name().equals("older-own"))
            .map(ComponentInfo::origin)
            .toList();
    assertEquals(
        List.of(folder.toRealPath().resolve("plugins").resolve("Older").toString()), origins);
  }

  @Test
  void installedPluginsLieBesideTheFolderOfTheProgramsJars() throws IOException {
    Path jar = folder.resolve("program/lib/sdk-host.jar");
    Path plugins = Files.createDirectories(folder.resolve("program/plugins"));
    assertEquals(Optional.of(plugins), PluginLoader.installedDirectory(jar.toUri().toURL()));
    URL inAJar = new URL("jar:" + jar.toUri() + "!/BOOT-INF/lib/sdk-host.jar");
    assertEquals(Optional.empty(), PluginLoader.installedDirectory(inAJar));
    Files.delete(plugins);
    assertEquals(Optional.empty(), PluginLoader.installedDirectory(jar.toUri().toURL()));
  }
}
