package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen quantize}: a checkpoint with quantised weights. */
@Command(
    name = "quantize",
    description =
        "Write a checkpoint whose linear layers' weights are quantised, once for all later runs.",
    footer = {
      "%nExample:",
      "  sdvgen quantize models/CogVideoX-5b models/CogVideoX-5b-nf4 --weights nf4",
      "",
      "Text encoder and codec are not quantised; where the drive can, their files are shared with"
          + " those of MODEL."
    })
final class QuantizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "Checkpoint folder in the layout of diffusers.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "FOLDER", description = "Checkpoint folder to create.")
  private Path folder = Path.of("");

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FORMAT",
      description = "int8, fp8 or nf4, as the setting backbone.weights has them.")
  private String weights = "";

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (WriteDisplay display = new WriteDisplay(err, Terminal.isWatched())) {
      Session.builder(plugins, err).quantize(model, folder, weights, display);
    } catch (CancellationException e) {
      return ExitCode.INTERRUPTED;
    }
    spec.commandLine().getOut().println("checkpoint " + folder);
    return ExitCode.GOOD;
  }
}
