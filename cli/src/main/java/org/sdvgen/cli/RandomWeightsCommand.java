package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.plugin.PublishedModel;
import org.sdvgen.host.SdvgenBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen random-weights}: a checkpoint of a published model's size. */
@Command(
    name = "random-weights",
    description =
        "Write a checkpoint of a published model's size with random weights, for measurements"
            + " where the trained ones are not at hand.",
    footer = {"%nExample:", "  sdvgen random-weights cogvideox-5b /scratch/cogvideox-5b"})
final class RandomWeightsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The published model, one of those that --list prints.")
  private @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Checkpoint folder to create.")
  private @Nullable Path folder;

  @Option(names = "--list", description = "Print the models' names, and write nothing.")
  private boolean list;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "Seeds all values (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    SdvgenBuilder builder = Session.builder(plugins, err);
    if (list) {
      for (PublishedModel model : builder.publishedModels()) {
        out.println(String.format(Locale.ROOT, "%-16s %s", model.name(), model.description()));
      }
      return ExitCode.GOOD;
    }
    if (name == null || folder == null) {
      throw new ParameterException(
          spec.commandLine(), "NAME and FOLDER are needed: sdvgen random-weights --list has names");
    }
    try (WriteDisplay display = new WriteDisplay(err, Terminal.isWatched())) {
      builder.writeRandomModel(name, folder, seed, display);
    } catch (CancellationException e) {
      return ExitCode.INTERRUPTED;
    }
    out.println("checkpoint " + folder);
    return ExitCode.GOOD;
  }
}
