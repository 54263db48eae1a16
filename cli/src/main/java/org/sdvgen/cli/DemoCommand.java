package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdvgen.cli.demo.ComparisonTable;
import org.sdvgen.cli.demo.DemoArm;
import org.sdvgen.cli.demo.DemoFiles;
import org.sdvgen.cli.demo.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen demo}: the paper's comparison on a tiny model and a procedural world. */
@Command(
    name = "demo",
    description =
        "Train three adapters on a tiny model that comes with the program, by the paper's method"
            + " and by two of its ablations, and compare their clips of unseen subjects."
            + " Needs no data and no download.",
    footer = {
      "%nCtrl-C stops and keeps the steps taken. The same command resumes adapters that are not"
          + " finished, leaves finished ones as they are, and restarts those whose settings have"
          + " changed; clips are generated again."
    })
final class DemoCommand implements Callable<Integer> {
  /** Steps between two comparisons of gradients. */
  private static final int ANALYSIS_STEPS = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Takes the results (default: ${DEFAULT-VALUE}).")
  private Path outputDir = Path.of("runs/demo");

  @Option(names = "--quick", description = "Train the paper's method only, and score fewer clips.")
  private boolean quick;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "Take this backbone's tiny model in place of the recipe's.")
  private @Nullable String backbone;

  @Parameters(
      paramLabel = "KEY=VALUE",
      description = "Settings that take the place of the recipes', such as lora.rank=8.")
  private List<String> overrides = new ArrayList<>();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    long begin = System.nanoTime();
    PrintWriter err = spec.commandLine().getErr();
    DemoFiles unpacked = DemoFiles.unpack(outputDir);
    DemoFiles files = backbone == null ? unpacked : unpacked.on(backbone);
    LogFile.in(files.folder());
    List<DemoArm> arms = quick ? DemoArm.ALL.subList(0, 1) : DemoArm.ALL;
    Optional<List<Result>> results;
    try (DemoRun run = new DemoRun(files, arms, settings(), plugins, err)) {
      results = run.run();
    }
    if (results.isEmpty()) {
      return ExitCode.INTERRUPTED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(new ComparisonTable(results.get()).text());
    out.printf(
        Locale.ROOT,
        "Means over %d clips of each model; %s in all%n",
        results.get().get(0).summary().clips().size(),
        Clock.format((System.nanoTime() - begin) / 1e9));
    out.println("report " + files.report());
    return ExitCode.GOOD;
  }

  private List<String> settings() {
    List<String> settings = new ArrayList<>();
    if (backbone != null) {
      // Says nothing new to its recipe, and to one of another backbone that it does not fit.
      settings.add("backbone.name=" + backbone);
    }
    settings.add("analysis.steps=" + ANALYSIS_STEPS);
    if (quick) {
      settings.add("evaluation.samples=32");
    }
    settings.addAll(List.of(threads.settings()));
    settings.addAll(overrides);
    return settings;
  }
}
