package org.sdvgen.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sdvgen config}: the values of a configuration, and the settings that it may have. */
@Command(
    name = "config",
    description = "Show the effective values of a configuration, and explain its settings.",
    subcommands = {ConfigShowCommand.class, ConfigExplainCommand.class, ConfigSchemaCommand.class})
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: show, explain or schema");
  }
}
