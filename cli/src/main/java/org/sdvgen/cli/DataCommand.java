package org.sdvgen.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sdvgen data}: what concerns the training data alone. */
@Command(
    name = "data",
    description = "Look at training data.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {InspectCommand.class})
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: try sdvgen data inspect CONFIG");
  }
}
