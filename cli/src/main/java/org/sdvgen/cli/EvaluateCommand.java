package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.demo.ComparisonTable;
import org.sdvgen.cli.demo.Contestant;
import org.sdvgen.cli.demo.Result;
import org.sdvgen.cli.evaluate.AdapterNames;
import org.sdvgen.cli.evaluate.EvaluationPage;
import org.sdvgen.cli.evaluate.ScoreTable;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.EvaluationRequest;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.Evaluator;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdvgen evaluate}: generates the configured evaluation samples and scores them. */
@Command(
    name = "evaluate",
    description = "Generate the evaluation samples of a configuration and score them.",
    footer = {
      "%nExample:",
      "  sdvgen evaluate my-run.yaml evaluation.samples=64",
      "  sdvgen evaluate my-run.yaml --no-adapter --output-dir runs/base",
      "  sdvgen evaluate my-run.yaml --no-adapter --lora a.safetensors --lora b.safetensors:0.7"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "RUN_OR_CONFIG",
      description = "Configuration file, or the folder of a run.")
  private Path run = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings that take the place of those in the file.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = {"--lora", "--adapter"},
      paramLabel = "FILE[:WEIGHT]",
      description =
          "Adapter file, and how strongly it acts (default: the one that the run has trained)."
              + " Several are evaluated one after the other and compared.")
  private List<String> adapters = new ArrayList<>();

  @Option(
      names = "--together",
      description = "Several adapters add up, as they do in generate, and are evaluated as one.")
  private boolean together;

  @Option(
      names = "--no-adapter",
      description = "Evaluate the model without an adapter; beside --lora, as well.")
  private boolean none;

  @Option(
      names = "--no-reference",
      description = "Generate from the prompts alone, without the pictures of the subjects.")
  private boolean withoutReference;

  @Option(
      names = "--mark-subject",
      description = "With --no-reference: prompts keep the subject token.")
  private boolean marksSubject;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description = "Takes the results (default: the configuration's output_dir).")
  private @Nullable Path outputDir;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (Sdvgen sdvgen =
        Session.builder(plugins, err)
            .configuration(run)
            .overrides(threads.settings())
            .overrides(Session.settings(overrides))
            .open()) {
      err.println("computes with " + sdvgen.threads());
      evaluate(sdvgen.evaluator(), err);
    }
    return ExitCode.GOOD;
  }

  private void evaluate(Evaluator evaluator, PrintWriter err) {
    Path folder = outputDir == null ? evaluator.outputDir() : outputDir;
    List<Contestant> contestants = contestants(evaluator);
    if (contestants.size() == 1) {
      evaluate(evaluator, contestants.get(0), folder, err);
      return;
    }
    List<Result> results = new ArrayList<>();
    for (Contestant contestant : contestants) {
      err.println("evaluating " + contestant.name());
      Path own = folder.resolve("evaluation-" + contestant.name());
      EvaluationSummary summary = evaluate(evaluator, contestant, own, err);
      results.add(new Result(contestant, summary, List.of()));
    }
    spec.commandLine().getOut().println(new ComparisonTable(results).text());
  }

  private EvaluationSummary evaluate(
      Evaluator evaluator, Contestant contestant, Path folder, PrintWriter err) {
    EvaluationPage page = new EvaluationPage(folder);
    EvaluationSummary summary;
    try (EvaluationDisplay display = new EvaluationDisplay(err, Terminal.isWatched())) {
      summary =
          evaluator.evaluate(
              contestant.request(),
              clip -> {
                page.add(clip);
                display.scored(clip);
              });
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(ScoreTable.text(summary.scores()));
    Path json = folder.resolve("evaluation.json");
    summary.save(json);
    out.println("scores " + json);
    out.println("page   " + page.write(summary));
    return summary;
  }

  /** The model without an adapter first, if it is asked for. */
  private List<Contestant> contestants(Evaluator evaluator) {
    List<AdapterUse> uses = adapters.stream().map(AdapterUse::parse).toList();
    List<Contestant> contestants = new ArrayList<>();
    if (none) {
      contestants.add(contestant(AdapterNames.NONE, List.of()));
    }
    if (together && !uses.isEmpty()) {
      contestants.add(contestant("together", uses));
    } else if (uses.isEmpty() && !none) {
      contestants.add(contestant("trained", List.of(trained(evaluator))));
    } else {
      List<String> names = AdapterNames.of(uses);
      for (int i = 0; i < uses.size(); i++) {
        contestants.add(contestant(names.get(i), List.of(uses.get(i))));
      }
    }
    return contestants;
  }

  private Contestant contestant(String name, List<AdapterUse> uses) {
    boolean marked = !withoutReference || marksSubject;
    EvaluationRequest request = new EvaluationRequest(uses, !withoutReference, marked);
    return new Contestant(name, name, name, "", request);
  }

  private static AdapterUse trained(Evaluator evaluator) {
    return evaluator
        .trainedAdapter()
        .map(AdapterUse::new)
        .orElseThrow(
            () ->
                new InputException(
                    ("%s holds no trained adapter: train first, name a file with --lora, or"
                            + " evaluate the model as it is with --no-adapter")
                        .formatted(evaluator.outputDir())));
  }
}
