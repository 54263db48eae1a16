package org.sdvgen.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen config schema}: a JSON Schema of configurations. */
@Command(
    name = "schema",
    description =
        "Print a JSON Schema of configurations (draft 2020-12), by which editors check and complete"
            + " them.",
    footer = {
      "%nExample:",
      "  sdvgen config schema > sdvgen.schema.json",
      "",
      "Editors with a YAML language server take it from a comment at the top of a file:",
      "  # yaml-language-server: $schema=sdvgen.schema.json"
    })
final class ConfigSchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .println(Session.builder(plugins, spec.commandLine().getErr()).schema());
    return ExitCode.GOOD;
  }
}
