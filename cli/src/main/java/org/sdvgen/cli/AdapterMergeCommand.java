package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sdvgen.host.Adapters;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdvgen adapter merge}: adds an adapter to the base weights. */
@Command(
    name = "merge",
    description =
        "Add an adapter to the configured checkpoint and write the sum as one of its own.",
    footer = {"%nExample:", "  sdvgen adapter merge runs/fox --output models/fox"})
final class AdapterMergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private AdapterChoice choice = new AdapterChoice();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Checkpoint folder to create.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (Sdvgen sdvgen = configuration.builder(err).open();
        MergeDisplay display = new MergeDisplay(err, Terminal.isWatched())) {
      Adapters adapters = sdvgen.adapters();
      adapters.merge(choice.in(adapters), output, display);
    }
    spec.commandLine().getOut().println("checkpoint " + output);
    return ExitCode.GOOD;
  }
}
