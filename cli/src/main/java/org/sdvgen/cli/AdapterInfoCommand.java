package org.sdvgen.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.sdvgen.api.backbone.AdapterSummary;
import org.sdvgen.host.Adapters;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdvgen adapter info}: describes an adapter file. */
@Command(
    name = "info",
    description = "Print the format, rank, targets and metadata of an adapter file.",
    footer = {"%nExample:", "  sdvgen adapter info my-run.yaml --lora downloaded.safetensors"})
final class AdapterInfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigurationArguments configuration = new ConfigurationArguments();

  @Mixin private AdapterChoice choice = new AdapterChoice();

  @Override
  public Integer call() throws IOException {
    try (Sdvgen sdvgen = configuration.builder(spec.commandLine().getErr()).open()) {
      Adapters adapters = sdvgen.adapters();
      Path file = choice.in(adapters);
      print(file, adapters.describe(file));
    }
    return ExitCode.GOOD;
  }

  private void print(Path file, AdapterSummary adapter) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("file        %s%n", file);
    out.printf("format      %s%n", adapter.format());
    out.printf(Locale.ROOT, "rank        %d%n", adapter.config().rank());
    out.printf("alpha       %s%n", adapter.config().alpha());
    out.printf(Locale.ROOT, "modules     %d%n", adapter.modules());
    out.printf(Locale.ROOT, "parameters  %,d, %s%n", adapter.parameters(), adapter.precision());
    out.printf(Locale.ROOT, "size        %,d bytes%n", Files.size(file));
    out.printf("targets     %s%n", String.join(", ", adapter.config().targets()));
    print(out, "settings", adapter.settings());
    print(out, "metadata", adapter.metadata());
  }

  private static void print(PrintWriter out, String title, Map<String, String> entries) {
    out.println(title);
    new TreeMap<>(entries)
        .forEach((key, value) -> out.printf("  %s = %s%n", key, value.replace("\n", "\n    ")));
  }
}
