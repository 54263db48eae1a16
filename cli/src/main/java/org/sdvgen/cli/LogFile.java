package org.sdvgen.cli;

import java.nio.file.Path;
import org.apache.logging.log4j.core.config.Configurator;

/** Where the log goes. */
final class LogFile {
  private LogFile() {}

  /**
   * Sends the log to {@code logs/sdvgen.log} of a folder from now on.
   *
   * @param folder the run's output folder
   */
  static void in(Path folder) {
    System.setProperty("sdvgen.log", folder.resolve("logs").resolve("sdvgen.log").toString());
    Configurator.reconfigure();
  }
}
