package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sdvgen.host.PluginFolder;
import org.sdvgen.host.PluginProblem;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.page.VisibleText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen plugin add}: puts a plugin where it is found from then on. */
@Command(
    name = "add",
    description = "Install a plugin in a folder of its own, if it loads.",
    footer = {"%nExample:", "  sdvgen plugin add round-robin-1.0.jar"})
final class PluginAddCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description = "The plugin's jar, or a folder with it and its libraries.")
  private Path file = Path.of("");

  @Option(
      names = "--plugin-dir",
      paramLabel = "DIR",
      description = "Where to install it (default: plugins/ beside the launcher).")
  private Path folder = Path.of("");

  @Override
  public Integer call() {
    Path target = target();
    Path added = new PluginFolder(target).add(file);
    PrintWriter out = spec.commandLine().getOut();
    out.println("plugin " + added);
    SdvgenBuilder builder = Sdvgen.builder().pluginDirectory(target);
    builder.components().stream()
        .filter(component -> component.origin().equals(added.toString()))
        .forEach(
            component ->
                out.println(
                    "  %s %s: set %s"
                        .formatted(component.kind(), component.name(), component.key())));
    List<PluginProblem> problems =
        builder.problems().stream()
            .filter(problem -> problem.origin().equals(added.toString()))
            .toList();
    problems.forEach(problem -> out.println("  " + VisibleText.message(problem.message())));
    return problems.isEmpty() ? ExitCode.GOOD : ExitCode.WRONG_INPUT;
  }

  private Path target() {
    if (!folder.toString().isEmpty()) {
      return folder;
    }
    return Session.home()
        .map(home -> home.resolve("plugins"))
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "there is no launcher here: say where with --plugin-dir"));
  }
}
