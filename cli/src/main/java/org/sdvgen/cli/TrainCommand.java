package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdvgen train}: trains what a configuration describes. */
@Command(
    name = "train",
    description = "Train an adapter as a configuration file describes.",
    footer = {
      "%nExample:",
      "  sdvgen train my-run.yaml max_train_steps=2000 track.motion.batch_size=4",
      "",
      "Ctrl-C ends the run after its current step and saves a checkpoint; the same command resumes"
          + " from it."
    })
final class TrainCommand implements Callable<Integer> {
  private static final String STOPPING =
      "Stopping after this step and saving. Ctrl-C again leaves at once, without saving.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--resume",
      paramLabel = "WHICH",
      description =
          "auto: the newest checkpoint if there is one; latest: the newest, which must exist;"
              + " never: a new run; or a checkpoint folder. The same as"
              + " resume_from_checkpoint=WHICH.")
  private @Nullable String resume;

  @Option(names = "--plan", description = "Print the plan of the run and train nothing.")
  private boolean planOnly;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Take the times of all programs in three steps after the first two: print a table by"
              + " program and block, and write a trace that Perfetto opens.")
  private @Nullable Path profile;

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    SdvgenBuilder builder = configuration.builder(err);
    if (resume != null) {
      builder.overrides("resume_from_checkpoint=" + resume);
    }
    try (Sdvgen sdvgen = builder.open()) {
      if (planOnly) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(TrainingBanner.of(sdvgen.trainingPlan()));
        out.println();
        out.println(PlanTable.of(sdvgen.memoryPlan()));
        return ExitCode.GOOD;
      }
      return train(sdvgen.trainer(), err);
    }
  }

  private int train(Trainer trainer, PrintWriter err) {
    LogFile.in(trainer.plan().outputDir());
    PrintWriter out = spec.commandLine().getOut();
    TrainingSummary summary;
    try (ProfileOutput profiled = ProfileOutput.to(profile)) {
      summary = watch(trainer, profiled, err);
      profiled.print(out);
    }
    out.println("checkpoint " + summary.checkpoint());
    summary.result().ifPresent(result -> out.println("result     " + result));
    out.println("metrics    " + summary.metrics());
    return summary.complete() ? ExitCode.GOOD : ExitCode.INTERRUPTED;
  }

  @SuppressWarnings("try") // the signal is in force while it is open
  private static TrainingSummary watch(Trainer trainer, ProfileOutput profile, PrintWriter err) {
    try (StopSignal signal = new StopSignal(trainer::requestStop, STOPPING, err);
        TrainingDisplay display = new TrainingDisplay(err, Terminal.isWatched())) {
      return trainer.train(profile.beside(display));
    }
  }
}
