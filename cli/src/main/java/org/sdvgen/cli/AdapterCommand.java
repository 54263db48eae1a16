package org.sdvgen.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sdvgen adapter}: names the commands for adapter files. */
@Command(
    name = "adapter",
    description = "Look into adapter files, convert them, add them to the base weights.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AdapterInfoCommand.class,
      AdapterExportCommand.class,
      AdapterImportCommand.class,
      AdapterMergeCommand.class
    })
final class AdapterCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: try sdvgen adapter --help");
  }
}
