package org.sdvgen.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.Adapters;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdvgen adapter export}: writes an adapter for another program. */
@Command(
    name = "export",
    description = "Write an adapter in the format of another program.",
    footer = {
      "%nExample:",
      "  sdvgen adapter export runs/fox --format kohya --output fox.safetensors"
    })
final class AdapterExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private AdapterChoice choice = new AdapterChoice();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "NAME",
      description = "Format to write, one that the backbone knows, such as comfyui or kohya.")
  private String format = "";

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "File to create.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    try (Sdvgen sdvgen = configuration.builder(spec.commandLine().getErr()).open()) {
      Adapters adapters = sdvgen.adapters();
      if (!adapters.formats().contains(format)) {
        throw new InputException(
            "--format %s: the backbone's adapters have no such format; choose one of %s"
                .formatted(format, String.join(", ", adapters.formats())));
      }
      adapters.convert(choice.in(adapters), format, output);
    }
    spec.commandLine().getOut().println("adapter " + output);
    return ExitCode.GOOD;
  }
}
