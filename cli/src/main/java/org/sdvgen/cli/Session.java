package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.page.VisibleText;

/** Starts the facade the same way for every command. */
final class Session {
  private Session() {}

  /**
   * A builder that knows the plugin folders and prints notices for the user.
   *
   * @param plugins the command's plugin options
   * @param err takes the notices
   * @return a builder without a configuration
   */
  static SdvgenBuilder builder(PluginOptions plugins, PrintWriter err) {
    SdvgenBuilder builder = Sdvgen.builder().notices(message -> say(message, err));
    besideTheLauncher().ifPresent(builder::pluginDirectory);
    plugins.folders().forEach(builder::pluginDirectory);
    return builder;
  }

  /** Says a notice to the user. */
  static void say(String message, PrintWriter err) {
    err.println("note: " + VisibleText.message(message));
    LogManager.getLogger(Session.class).info(message);
  }

  /** The folder {@code plugins} where the launcher lies: in a source checkout, at its top. */
  private static Optional<Path> besideTheLauncher() {
    return home().map(home -> home.resolve("plugins")).filter(Files::isDirectory);
  }

  /** The folder of the launcher, if it has started the program. */
  static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("sdvgen.home")).map(Path::of);
  }

  /** The {@code key=value} arguments as the builder takes them. */
  static String[] settings(List<String> keyValues) {
    return keyValues.toArray(String[]::new);
  }
}
