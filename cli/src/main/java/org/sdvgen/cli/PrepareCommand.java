package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sdvgen.host.PreparationReport;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen prepare}: computes latents once, ahead of training. */
@Command(
    name = "prepare",
    description = "Compute the latents of a configuration's training data once, into a cache.",
    footer = {
      "%nExample:",
      "  sdvgen prepare my-run.yaml cache.folder=cache cache.variants=4",
      "",
      "Training with the same settings finds them there. Entries that exist are kept, so the"
          + " command can be stopped and resumed; broken ones are computed again."
    })
final class PrepareCommand implements Callable<Integer> {
  /** Seconds between two lines. */
  private static final double INTERVAL = 5;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  private double said;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (Sdvgen sdvgen = configuration.builder(err).open()) {
      PreparationReport result = sdvgen.preparer().prepare(report -> progress(report, err));
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "prepared %d samples in %.1f s, %.2f per second: %d entries made, %d samples"
                  + " failed%n",
              result.done(),
              result.seconds(),
              result.samplesPerSecond(),
              result.made(),
              result.failed());
    }
    return ExitCode.GOOD;
  }

  private void progress(PreparationReport report, PrintWriter err) {
    if (report.seconds() - said < INTERVAL) {
      return;
    }
    said = report.seconds();
    double left = (report.total() - report.done()) / report.samplesPerSecond();
    err.printf(
        Locale.ROOT,
        "%s: %d of %d samples, %d entries made, %.2f samples/s, %.0f s left%n",
        report.track(),
        report.done(),
        report.total(),
        report.made(),
        report.samplesPerSecond(),
        left);
    err.flush();
  }
}
