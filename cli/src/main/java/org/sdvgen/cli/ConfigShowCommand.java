package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.sdvgen.host.EffectiveSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen config show}: every setting's value, and who gave it. */
@Command(
    name = "show",
    description =
        "Print every setting of a configuration with its value and its origin: a file and line, the"
            + " command line, or the default. The output is itself a configuration in YAML.",
    footer = {
      "%nExample:",
      "  sdvgen config show my-run.yaml learning_rate=1e-4",
      "",
      "A commented setting has no value: the component that uses it decides."
    })
final class ConfigShowCommand implements Callable<Integer> {
  /** Where origins stand, unless a setting is longer. */
  private static final int COLUMN = 48;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<EffectiveSetting> settings = configuration.builder(spec.commandLine().getErr()).settings();
    for (EffectiveSetting setting : settings) {
      String line = setting.yaml();
      String gap = " ".repeat(Math.max(2, COLUMN - line.length()));
      out.println(line + gap + "# " + setting.origin());
    }
    return ExitCode.GOOD;
  }
}
