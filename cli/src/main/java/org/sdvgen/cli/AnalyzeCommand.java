package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen analyze}: compares the tracks' gradients at the checkpoints of a run. */
@Command(
    name = "analyze",
    description = "Compare the gradients of two tracks at the checkpoints of a trained run.",
    footer = {
      "%nExample:",
      "  sdvgen analyze my-run.yaml analysis.steps=50 analysis.seed=1",
      "",
      "Replaces analysis.jsonl and the plots in the run's output_dir. The samples must be held out"
          + " of training: track.TRACK.held_out or track.TRACK.analysis_data."
    })
final class AnalyzeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    try (Sdvgen sdvgen = configuration.builder(err).open()) {
      sdvgen
          .analyzer()
          .analyze(report -> err.println(GradientLine.of(report)))
          .forEach(file -> out.println("wrote " + file));
    }
    return ExitCode.GOOD;
  }
}
