package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.evaluate.EvaluationPage;
import org.sdvgen.cli.evaluate.ScoreTable;
import org.sdvgen.host.EvaluationRequest;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.Evaluator;
import org.sdvgen.host.Sdvgen;
import picocli.CommandLine.ArgGroup;
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
      "  sdvgen evaluate my-run.yaml --no-adapter --output-dir runs/base"
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

  @ArgGroup(exclusive = true)
  private Adapter adapter = new Adapter();

  /** Which adapter is used; the run's own if nothing is said. */
  static final class Adapter {
    @Option(
        names = {"--lora", "--adapter"},
        paramLabel = "FILE",
        description = "Adapter file (default: the one that the run has trained).")
    private @Nullable Path file;

    @Option(names = "--no-adapter", description = "Evaluate the model without an adapter.")
    private boolean none;
  }

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
    EvaluationRequest request =
        new EvaluationRequest(
            adapter(evaluator), !withoutReference, !withoutReference || marksSubject);
    Path folder = outputDir == null ? evaluator.outputDir() : outputDir;
    EvaluationPage page = new EvaluationPage(folder);
    EvaluationSummary summary;
    try (EvaluationDisplay display = new EvaluationDisplay(err, Terminal.isWatched())) {
      summary =
          evaluator.evaluate(
              request,
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
  }

  private Optional<Path> adapter(Evaluator evaluator) {
    if (adapter.none) {
      return Optional.empty();
    }
    if (adapter.file != null) {
      return Optional.of(adapter.file);
    }
    return Optional.of(
        evaluator
            .trainedAdapter()
            .orElseThrow(
                () ->
                    new InputException(
                        ("%s holds no trained adapter: train first, name a file with --lora, or"
                                + " evaluate the model as it is with --no-adapter")
                            .formatted(evaluator.outputDir()))));
  }
}
