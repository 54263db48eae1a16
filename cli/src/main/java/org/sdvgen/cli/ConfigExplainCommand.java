package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.sdvgen.host.SettingInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen config explain}: what a setting means. */
@Command(
    name = "explain",
    description = "Explain settings: what they mean, what they take, their defaults.",
    footer = {
      "%nExamples:",
      "  sdvgen config explain learning_rate",
      "  sdvgen config explain track.motion.batch_size",
      "  sdvgen config explain generate"
    })
final class ConfigExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "KEY",
      description = "A setting, or a section such as generate or lora.")
  private List<String> keys = List.of();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (String key : keys) {
      Session.builder(plugins, spec.commandLine().getErr())
          .explain(key)
          .forEach(setting -> print(setting, out));
    }
    return ExitCode.GOOD;
  }

  private static void print(SettingInfo setting, PrintWriter out) {
    out.println(setting.key() + setting.component().map(name -> "  (" + name + ")").orElse(""));
    out.println("    " + setting.doc());
    out.println("    " + SettingWords.of(setting));
  }
}
