package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.bench.StepBench;
import org.sdvgen.host.SdvgenBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdvgen bench}: times a training step, alone or beside diffusers and peft. */
@Command(
    name = "bench",
    description = "Time a training step of a mid-size model, alone or beside diffusers and peft.")
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--backbone",
      defaultValue = "cogvideox",
      paramLabel = "NAME",
      description =
          "Whose training step: cogvideox, wan22, or cogvideox-block, one block of CogVideoX-5B's"
              + " width at 49x480x720, which needs minutes and has no peer (default:"
              + " ${DEFAULT-VALUE}).")
  private String backbone = "cogvideox";

  @Option(
      names = "--dtype",
      split = ",",
      defaultValue = "fp32,bf16",
      paramLabel = "TYPE",
      description = "Precisions to time (default: ${DEFAULT-VALUE}).")
  private List<String> dtypes = List.of();

  @Option(
      names = "--checkpointing",
      split = ",",
      defaultValue = "none,full",
      paramLabel = "WAY",
      description =
          "Values of gradient_checkpointing: none, full or selective (default: ${DEFAULT-VALUE}).")
  private List<String> checkpointing = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "10",
      paramLabel = "N",
      description = "Timed steps of each setting (default: ${DEFAULT-VALUE}).")
  private int rounds = 10;

  @Option(
      names = "--warmup",
      defaultValue = "3",
      paramLabel = "N",
      description = "Steps before them that are not counted (default: ${DEFAULT-VALUE}).")
  private int warmup = 3;

  @Option(
      names = "--peer",
      paramLabel = "PYTHON",
      description =
          "Python with torch, diffusers and peft: alternates with tools/bench/peer_step.py and"
              + " prints the ratio.")
  private @Nullable Path python;

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description =
          "Take the times of all programs: print a table by program and block in place of the"
              + " step's time, and write traces that Perfetto opens.")
  private @Nullable Path profile;

  @Option(
      names = "--work-dir",
      defaultValue = "runs/bench",
      paramLabel = "DIR",
      description = "Takes the models (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("runs/bench");

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    StepBench bench = new StepBench(folder, backbone, rounds, warmup, Optional.ofNullable(profile));
    bench.prepare();
    Optional<List<String>> peer = peer();
    for (String dtype : dtypes) {
      for (String way : checkpointing) {
        SdvgenBuilder builder = Session.builder(plugins, err).overrides(threads.settings());
        String result = bench.run(builder, dtype, way, peer);
        spec.commandLine()
            .getOut()
            .println(String.format(Locale.ROOT, "%s, checkpointing %s: %s", dtype, way, result));
      }
    }
    return ExitCode.GOOD;
  }

  private Optional<List<String>> peer() {
    if (python == null) {
      return Optional.empty();
    }
    Path script =
        Path.of(System.getProperty("sdvgen.home", ".")).resolve("tools/bench/peer_step.py");
    if (!Files.isRegularFile(script)) {
      throw new InputException(
          script + " is not there: the comparison needs a source checkout of sdvgen");
    }
    return Optional.of(List.of(python.toString(), script.toString()));
  }
}
