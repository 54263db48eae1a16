package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.host.SdvgenBuilder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The configuration that a command works on: a file, settings that replace its own, plugins. */
final class ConfigurationArguments {
  @Parameters(
      index = "0",
      paramLabel = "CONFIG",
      description =
          "Configuration file (.yaml, .properties, .json or .xml), or the folder of a run.")
  private Path config = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings that take the place of those in the file.")
  private List<String> overrides = new ArrayList<>();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private PluginOptions plugins = new PluginOptions();

  /**
   * A builder with this configuration.
   *
   * @param err takes the notices
   */
  SdvgenBuilder builder(PrintWriter err) {
    return Session.builder(plugins, err)
        .configuration(config)
        .overrides(threads.settings())
        .overrides(Session.settings(overrides));
  }
}
