package org.sdvgen.host.plugin;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.host.PluginException;
import org.sdvgen.testkit.FakePlugin.NoSettings;

/** Calls of a component of a jar. */
final class ComponentCallsTest {
  @TempDir private Path folder;
  private final PluginLoader loader = new PluginLoader(getClass().getClassLoader());
  private ComponentCalls calls = none();

  private static ComponentCalls none() {
    return new ComponentCalls(entry(new LoadedPlugin(new Plugin() {}, "")), "");
  }

  private static PluginRegistry.Entry<SwitchPolicy> entry(LoadedPlugin plugin) {
    return new PluginRegistry.Entry<>(
        ComponentKind.SWITCH_POLICY,
        ComponentFactory.of(
            "none",
            "For tests",
            NoSettings.class,
            (settings, context) -> {
              throw new IllegalStateException("never made");
            }),
        "none",
        plugin,
        new Culprits(List.of(plugin)));
  }

  @BeforeEach
  void load() throws Exception {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    String source =
        "package org.example; public class Empty implements org.sdvgen.api.plugin.Plugin { }";
    PluginJar.compile(plugins.resolve("empty.jar"), "org.example.Empty", source);
    calls =
        new ComponentCalls(entry(loader.fromDirectories(List.of(plugins)).get(0)), "switch.name");
  }

  @AfterEach
  void close() {
    loader.close();
  }

  private static ClassLoader threads() {
    return Thread.currentThread().getContextClassLoader();
  }

  @Test
  void theThreadsLoaderIsThePluginsDuringTheCallAlone() {
    ClassLoader before = threads();
    assertInstanceOf(PluginClassLoader.class, calls.call("create", ComponentCallsTest::threads));
    assertSame(before, threads());
    assertThrows(
        PluginException.class,
        () ->
            calls.call(
                "create",
                () -> {
                  throw new IllegalStateException("fails");
                }));
    assertSame(before, threads());
  }

  private Throwable thrown(Error error) {
    return assertThrows(
        Throwable.class,
        () ->
            calls.call(
                "create",
                () -> {
                  throw error;
                }));
  }

  /** Java throws it where the program calls the method. */
  @Test
  void aMissingMethodIsThePlugins() {
    Throwable told = thrown(new AbstractMethodError("none"));
    assertInstanceOf(PluginException.class, told);
    assertTrue(String.valueOf(told.getMessage()).contains("another version of sdk-api"));
  }

  @Test
  void stopsAndShortagesAreNobodysFault() {
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    assertSame(full, thrown(full));
    CancellationException stop = new CancellationException("stopped");
    assertSame(
        stop,
        assertThrows(
            CancellationException.class,
            () ->
                calls.call(
                    "create",
                    () -> {
                      throw stop;
                    })));
  }
}
