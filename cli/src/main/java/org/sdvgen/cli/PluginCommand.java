package org.sdvgen.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sdvgen plugin}: names the commands for plugins' files. */
@Command(
    name = "plugin",
    description = "Install plugins.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PluginAddCommand.class)
final class PluginCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: try sdvgen plugin --help");
  }
}
