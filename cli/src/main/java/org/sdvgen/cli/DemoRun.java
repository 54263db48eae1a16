package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sdvgen.cli.demo.Contestant;
import org.sdvgen.cli.demo.DemoArm;
import org.sdvgen.cli.demo.DemoFiles;
import org.sdvgen.cli.demo.DemoReport;
import org.sdvgen.cli.demo.EarlierRun;
import org.sdvgen.cli.demo.Result;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.EvaluationListener.ScoredClip;
import org.sdvgen.host.EvaluationRequest;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.Evaluator;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;

/**
 * Trains the demo's adapters and lets them compete with the base model. Everything is wired before
 * the first step, so that what does not fit is found at once; what is finished stays when the run
 * is stopped.
 */
final class DemoRun implements AutoCloseable {
  private static final String GOES_ON = "The same command resumes. Ctrl-C again leaves at once.";

  private final DemoFiles files;
  private final List<String> settings;
  private final PluginOptions plugins;
  private final PrintWriter err;
  private final List<Sdvgen> opened = new ArrayList<>();
  private final List<PreparedArm> prepared = new ArrayList<>();
  private final List<Result> results = new ArrayList<>();
  private final Evaluator evaluator;
  private final DemoProgress progress;

  /**
   * Wires everything.
   *
   * @param files recipes and models
   * @param arms the ways of training, at least one
   * @param settings {@code key=value} each, in place of the recipes' own
   * @param plugins where plugins beyond the bundled ones come from
   * @param err takes the progress
   */
  DemoRun(
      DemoFiles files,
      List<DemoArm> arms,
      List<String> settings,
      PluginOptions plugins,
      PrintWriter err) {
    this.files = files;
    this.settings = settings;
    this.plugins = plugins;
    this.err = err;
    try {
      // All configurations are checked before anything of an earlier demo is touched.
      Sdvgen evaluation = open(arms.get(0));
      List<Sdvgen> runs = arms.stream().map(this::open).toList();
      for (int i = 0; i < arms.size(); i++) {
        prepared.add(prepare(arms.get(i), runs.get(i)));
      }
      evaluator = evaluation.evaluator();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    err.println("computes with " + prepared.get(0).trainer().plan().threads());
    long steps = prepared.stream().mapToLong(PreparedArm::stepsLeft).sum();
    long models = (long) arms.size() + Contestant.untrained().size();
    progress =
        new DemoProgress(
            err, Terminal.isWatched(), System::nanoTime, steps, models * evaluator.clips());
  }

  private PreparedArm prepare(DemoArm arm, Sdvgen sdvgen) {
    if (new EarlierRun(files, settings).makeRoom(files.run(arm))) {
      err.println(arm.name() + ": its checkpoints have other settings; it is restarted");
    }
    Trainer trainer = sdvgen.trainer();
    TrainingPlan plan = trainer.plan();
    if (plan.firstStep() > 0) {
      err.printf(
          Locale.ROOT,
          "%s: %d of %d steps taken before%n",
          arm.name(),
          plan.firstStep(),
          plan.maxSteps());
    }
    return new PreparedArm(arm, trainer);
  }

  private Sdvgen open(DemoArm arm) {
    List<String> all = new ArrayList<>(files.settings(arm));
    // The demo has a page of its own, and little time.
    all.add("validation.steps=0");
    all.add("validation.loss_steps=0");
    all.addAll(settings);
    all.add("output_dir=" + files.run(arm));
    if (!arm.compared()) {
      all.add("analysis.steps=0");
    }
    Sdvgen sdvgen =
        Session.builder(plugins, err)
            .configuration(files.recipe(arm))
            .overrides(Session.settings(all))
            .open();
    opened.add(sdvgen);
    return sdvgen;
  }

  /**
   * Trains and evaluates to the end or until Ctrl-C; the page is written again after every model.
   *
   * @return all models' results; empty if the run was stopped
   */
  Optional<List<Result>> run() {
    try {
      for (Contestant contestant : Contestant.untrained()) {
        evaluate(contestant);
      }
      for (PreparedArm arm : prepared) {
        if (!train(arm)) {
          return Optional.empty();
        }
        evaluate(trained(arm.arm()));
      }
      return Optional.of(List.copyOf(results));
    } catch (CancellationException e) {
      return Optional.empty();
    } finally {
      progress.close();
    }
  }

  @SuppressWarnings("try") // the signal is in force while it is open
  private boolean train(PreparedArm arm) {
    Trainer trainer = arm.trainer();
    try (StopSignal signal =
        new StopSignal(
            trainer::requestStop, "Stopping after this step and saving. " + GOES_ON, err)) {
      return trainer.train(new TrainingProgress(arm.arm())).complete();
    }
  }

  @SuppressWarnings("try") // the signal is in force while it is open
  private void evaluate(Contestant contestant) {
    AtomicBoolean stop = new AtomicBoolean();
    List<ScoredClip> shown = new ArrayList<>();
    progress.begin("score " + contestant.name(), 0, evaluator.clips());
    try (StopSignal signal =
        new StopSignal(() -> stop.set(true), "Stopping after this clip. " + GOES_ON, err)) {
      EvaluationSummary summary =
          evaluator.evaluate(
              contestant.request(),
              clip -> {
                progress.clipGenerated(clip.index() + 1);
                if (shown.size() < Result.SHOWN) {
                  shown.add(clip);
                }
                if (stop.get()) {
                  throw new CancellationException("stopped from the keyboard");
                }
              });
      results.add(new Result(contestant, summary, shown));
      new DemoReport(files, results, arms()).write();
    }
  }

  private Contestant trained(DemoArm arm) {
    EvaluationRequest request =
        new EvaluationRequest(List.of(new AdapterUse(files.adapter(arm))), true);
    return new Contestant(arm.name(), arm.label(), arm.title(), arm.look(), request);
  }

  private List<DemoArm> arms() {
    return prepared.stream().map(PreparedArm::arm).toList();
  }

  @Override
  public void close() {
    opened.forEach(Sdvgen::close);
    opened.clear();
  }

  /** A way of training that is wired. */
  private record PreparedArm(DemoArm arm, Trainer trainer) {
    long stepsLeft() {
      return trainer.plan().maxSteps() - trainer.plan().firstStep();
    }
  }

  /** Shows the steps of one way of training. */
  private final class TrainingProgress implements TrainingListener {
    private final DemoArm arm;
    private final LossByTrack losses = new LossByTrack();

    TrainingProgress(DemoArm arm) {
      this.arm = arm;
    }

    @Override
    public void started(TrainingPlan plan) {
      progress.begin("train " + arm.name(), plan.firstStep(), plan.maxSteps());
    }

    @Override
    public void stepFinished(StepReport report) {
      losses.add(report.losses());
      progress.stepTaken(report.step() + 1, losses);
    }
  }
}
