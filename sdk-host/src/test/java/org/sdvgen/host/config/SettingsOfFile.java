package org.sdvgen.host.config;

import java.nio.file.Path;
import org.sdvgen.api.error.InputException;

/** Reads one configuration file and says what came of it. */
public final class SettingsOfFile {
  private SettingsOfFile() {}

  /** Takes the file. */
  public static void main(String[] arguments) {
    try {
      SettingsReader.file(Path.of(arguments[0]));
      System.out.println("read");
    } catch (InputException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}
