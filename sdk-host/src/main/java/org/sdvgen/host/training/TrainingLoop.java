package org.sdvgen.host.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.SkippedSteps;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.logs.EventLog;
import org.sdvgen.host.logs.GrowingFiles;
import org.sdvgen.host.logs.MetricsLog;
import org.sdvgen.host.page.RunPlots;
import org.sdvgen.host.page.RunReport;
import org.sdvgen.host.samples.SampleFeed;

/** One pass from the first to the last step. */
final class TrainingLoop {
  private final PreparedRun run;
  private final TrainingParts parts;
  private final TrainingPlan plan;
  private final Equipment equipment;
  private final MetricsLog metrics;
  private final GradientMonitor monitor;
  private final Validation validation;
  private final TrainingListener listener;
  private final StepTaker taker;
  private final Divergence divergence;
  private long step;
  private SkippedSteps skipped;
  private Optional<Path> saved;
  private long savedStep;

  /**
   * What a loop works with and another closes.
   *
   * @param model the model with the weights in training
   * @param gradients takes the gradient of a step
   * @param update changes the parameters by it
   * @param average the moving average of the parameters, if one is kept
   * @param feeds the tracks' samples by track
   * @param files the files that grow with every step
   */
  record Equipment(
      TrainingModel model,
      GradientBuffer gradients,
      ParameterUpdate update,
      Optional<MovingAverage> average,
      Map<String, SampleFeed> feeds,
      GrowingFiles files) {}

  /**
   * A loop that goes on where the run was stopped.
   *
   * @param run the run
   * @param equipment stays the caller's
   * @param listener is told of everything
   */
  TrainingLoop(PreparedRun run, Equipment equipment, TrainingListener listener) {
    this.run = run;
    this.equipment = equipment;
    parts = run.parts();
    plan = run.plan();
    step = plan.firstStep();
    skipped = run.resume().map(point -> point.state().skipped()).orElse(SkippedSteps.NONE);
    saved = run.resume().map(ResumePoint::folder);
    savedStep = saved.isPresent() ? step : -1;
    Map<String, SampleFeed> feeds = equipment.feeds();
    metrics = MetricsLog.open(equipment.files());
    monitor = GradientMonitor.open(run, equipment.model(), equipment.files());
    validation = new Validation(parts, equipment.model(), equipment.average(), step);
    this.listener = watchers(listener);
    GradientAccumulator accumulator =
        new GradientAccumulator(
            parts.tracks(), feeds, equipment.model(), parts.draws(), parts.seed());
    taker = new StepTaker(parts, accumulator, equipment.update(), equipment.gradients());
    divergence = new Divergence(parts, run.weights(), feeds);
  }

  /**
   * Trains until the last step, or until it is to stop, and saves.
   *
   * @param stopRequested asked before every step
   */
  TrainingSummary run(BooleanSupplier stopRequested) {
    run.resume()
        .ifPresent(
            point ->
                run.state()
                    .restore(point.folder(), point.state(), equipment.update(), equipment.feeds()));
    listener.started(plan);
    long interval = parts.config().checkpoints().checkpointingSteps();
    while (step < plan.maxSteps() && !stopRequested.getAsBoolean()) {
      beforeStep();
      takeStep();
      if (step % interval == 0) {
        save();
      }
    }
    if (savedStep != step) {
      save();
    }
    TrainingSummary summary = summarize();
    listener.finished(summary);
    return summary;
  }

  /** Those who are told of everything: the run's own first. */
  private TrainingListener watchers(TrainingListener listener) {
    List<TrainingListener> watchers = new ArrayList<>();
    EventLog.open(parts.config().run().reportTo(), equipment.files()).ifPresent(watchers::add);
    watchers.add(new RunReport(plan, parts.config().text()));
    watchers.add(listener);
    return new Listeners(watchers);
  }

  private void beforeStep() {
    validation.beforeStep(step, metrics, listener);
    monitor.beforeStep(step, listener);
  }

  private void takeStep() {
    StepTaker.TakenStep taken = taker.take(step);
    StepReport report = taken.report();
    boolean skip = report.skipped().isPresent();
    skipped = skipped.after(skip);
    if (!skip) {
      equipment.average().ifPresent(kept -> kept.update(report.step()));
    }
    metrics.write(report, skipped.total());
    listener.stepFinished(report);
    if (skipped.inARow() > parts.config().run().maxSkippedSteps()) {
      throw divergence.end(taken);
    }
    step++;
  }

  private void save() {
    equipment.files().force();
    TrainerState now = run.state().describe(step, equipment.feeds(), skipped);
    Path folder = run.store().save(now, this::write);
    saved = Optional.of(folder);
    savedStep = step;
    listener.checkpointSaved(step, folder);
  }

  private void write(Path folder) {
    run.weights().save(folder, TrainedWeights.Kind.LATEST, step);
    equipment.average().ifPresent(kept -> kept.save(folder, step));
    run.state().write(folder, equipment.update(), saved);
  }

  private TrainingSummary summarize() {
    boolean complete = step >= plan.maxSteps();
    Optional<Path> result = Optional.empty();
    if (complete) {
      beforeStep();
      equipment.average().ifPresent(MovingAverage::adopt);
      result = Optional.of(run.weights().finish(plan.outputDir(), step));
      monitor.plot();
    }
    return new TrainingSummary(
        step, complete, result, saved.orElseThrow(), plan.outputDir().resolve(RunPlots.METRICS));
  }
}
