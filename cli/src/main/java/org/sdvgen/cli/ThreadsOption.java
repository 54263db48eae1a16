package org.sdvgen.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many CPU threads share one operation of the model. */
final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "CPU threads that share one operation of the model; auto: one for a small model, one for"
              + " each core for a large one. The same as threads=N.")
  private @Nullable String number;

  /** The option as a setting, if it was given. */
  String[] settings() {
    return number == null ? new String[0] : new String[] {"threads=" + number};
  }
}
