package org.sdvgen.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sdvgen.host.Adapters;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdvgen adapter import}: writes another program's adapter in the backbone's own format. */
@Command(
    name = "import",
    description = "Write an adapter of another program in the format that runs are saved in.",
    footer = {
      "%nExample:",
      "  sdvgen adapter import my-run.yaml --lora other.safetensors --output mine.safetensors"
    })
final class AdapterImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Option(
      names = {"--lora", "--adapter"},
      required = true,
      paramLabel = "FILE",
      description = "Adapter file, in any format that the backbone knows.")
  private Path adapter = Path.of("");

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "File to create.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    try (Sdvgen sdvgen = configuration.builder(spec.commandLine().getErr()).open()) {
      Adapters adapters = sdvgen.adapters();
      adapters.convert(adapter, adapters.formats().get(0), output);
    }
    spec.commandLine().getOut().println("adapter " + output);
    return ExitCode.GOOD;
  }
}
