package org.sdvgen.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where plugins beyond the bundled ones come from. */
final class PluginOptions {
  @Option(
      names = "--plugin-dir",
      paramLabel = "DIR",
      description =
          "Also load the plugin jars of this folder (beside those in plugins/ of the installed"
              + " program). May be given several times.")
  private List<Path> folders = new ArrayList<>();

  /** The given folders in their order. */
  List<Path> folders() {
    return folders;
  }
}
