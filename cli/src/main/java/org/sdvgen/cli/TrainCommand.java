package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen train}: trains what a configuration describes. */
@Command(
    name = "train",
    description = "Train an adapter as a configuration file describes.",
    footer = {
      "%nExample:",
      "  sdvgen train my-run.yaml max_train_steps=2000 track.motion.batch_size=4",
      "",
      "Ctrl-C ends the run after its current step and saves a checkpoint; the same command goes on"
          + " from there."
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "CONFIG",
      description = "Configuration file: .yaml, .properties, .json or .xml.")
  private Path config = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings that take the place of those in the file.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--resume",
      paramLabel = "WHICH",
      description =
          "auto: the newest checkpoint if there is one; latest: it must be there; never: start"
              + " again; or a checkpoint folder. The same as resume_from_checkpoint=WHICH.")
  private @Nullable String resume;

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    List<String> settings = new ArrayList<>(overrides);
    if (resume != null) {
      settings.add("resume_from_checkpoint=" + resume);
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Sdvgen sdvgen =
        Session.builder(plugins, err)
            .configuration(config)
            .overrides(Session.settings(settings))
            .open()) {
      return train(sdvgen.trainer(), err);
    }
  }

  private int train(Trainer trainer, PrintWriter err) {
    LogFile.in(trainer.plan().outputDir());
    TrainingSummary summary = Training.run(trainer, err, step -> {});
    PrintWriter out = spec.commandLine().getOut();
    out.println("checkpoint " + summary.checkpoint());
    summary.result().ifPresent(result -> out.println("result     " + result));
    out.println("metrics    " + summary.metrics());
    return summary.complete() ? ExitCode.GOOD : ExitCode.INTERRUPTED;
  }
}
