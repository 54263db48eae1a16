package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.PluginProblem;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.SettingInfo;
import org.sdvgen.host.page.VisibleText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen plugins}: what a configuration can choose. */
@Command(
    name = "plugins",
    description =
        "List what a configuration can choose, with all settings and their defaults, and which"
            + " plugins are out of order.")
final class PluginsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    SdvgenBuilder builder = Session.builder(plugins, spec.commandLine().getErr());
    List<ComponentInfo> components = builder.components();
    String kind = "";
    for (ComponentInfo component : components) {
      if (!component.kind().equals(kind)) {
        kind = component.kind();
        out.println(kind.toUpperCase(Locale.ROOT) + "  (" + component.key() + ")");
      }
      print(component, out);
    }
    List<PluginProblem> problems = builder.problems();
    if (!problems.isEmpty()) {
      out.println("OUT OF ORDER");
      problems.forEach(problem -> out.println("  " + VisibleText.message(problem.message())));
    }
    return problems.isEmpty() ? ExitCode.GOOD : ExitCode.WRONG_INPUT;
  }

  private static void print(ComponentInfo component, PrintWriter out) {
    out.println("  " + component.name() + "  " + component.description());
    out.println(
        "      from " + component.plugin() + " " + component.version() + ", " + component.origin());
    for (SettingInfo setting : component.settings()) {
      out.println("      " + setting.key() + "  (" + SettingWords.of(setting) + ")");
      out.println("          " + setting.doc());
    }
    out.println();
  }
}
