package org.sdvgen.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.Adapters;
import picocli.CommandLine.Option;

/** The adapter file that a command works on. */
final class AdapterChoice {
  @Option(
      names = {"--lora", "--adapter"},
      paramLabel = "FILE",
      description = "Adapter file (default: the one that the run has trained).")
  private @Nullable Path file;

  /**
   * The chosen file.
   *
   * @param adapters knows the one that the run has trained
   * @throws InputException if there is none
   */
  Path in(Adapters adapters) {
    if (file != null) {
      return file;
    }
    return adapters
        .trainedAdapter()
        .orElseThrow(
            () ->
                new InputException(
                    "output_dir holds no trained adapter: train first, or name a file with"
                        + " --lora"));
  }
}
