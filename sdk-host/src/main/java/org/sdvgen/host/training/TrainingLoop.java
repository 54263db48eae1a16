package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.StepOutcome;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.config.ScheduleSettings;
import org.sdvgen.host.logs.EventLog;
import org.sdvgen.host.logs.GrowingFiles;
import org.sdvgen.host.logs.MetricsLog;
import org.sdvgen.host.logs.ValidationFolder;
import org.sdvgen.host.page.RunPlots;
import org.sdvgen.host.page.RunReport;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.runtime.torch.Optimizer;

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
  private final GradientAccumulator accumulator;
  private final ParameterUpdate update;
  private final LearningRateSchedule schedule;
  private final Divergence divergence;
  private final SkippedStepCounter skipped = new SkippedStepCounter();
  private final List<Restorable> state;
  private long step;
  private Optional<Path> saved;
  private long savedStep;

  /**
   * What a loop works with and another closes.
   *
   * @param model the model with the weights in training
   * @param gradients takes the gradient of a step
   * @param optimizer changes the parameters by it
   * @param initialValues the parameters that training began with, if rules ask for them
   * @param average the moving average of the parameters, if one is kept
   * @param feeds the tracks' samples by track
   * @param files the files that grow with every step
   */
  record Equipment(
      TrainingModel model,
      GradientBuffer gradients,
      Optimizer optimizer,
      Map<String, NDArray> initialValues,
      Optional<MovingAverage> average,
      Map<String, SampleFeed> feeds,
      GrowingFiles files) {}

  /**
   * A step that was taken.
   *
   * @param report its figures
   * @param suspects the micro-batches to look at if it was skipped
   */
  record TakenStep(StepReport report, List<StepGradient.Part> suspects) {}

  /**
   * A loop that continues where the run was stopped.
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
    saved = run.resume().map(ResumePoint::folder);
    savedStep = saved.isPresent() ? step : -1;
    Map<String, SampleFeed> feeds = equipment.feeds();
    metrics = MetricsLog.open(equipment.files());
    monitor = GradientMonitor.open(run, equipment.model(), equipment.files());
    ValidationFolder clips = new ValidationFolder(plan.outputDir());
    validation = new Validation(parts, equipment.model(), equipment.average(), clips);
    this.listener = watchers(listener);
    accumulator =
        new GradientAccumulator(
            parts.tracks(), feeds, equipment.model(), parts.draws(), parts.seed());
    update =
        new ParameterUpdate(
            run.trainable(),
            equipment.optimizer(),
            parts.config().optimizer().maxGradNorm(),
            parts.rules().values(),
            equipment.initialValues());
    schedule = schedule(parts.config());
    divergence = new Divergence(parts, run.weights(), feeds);
    state = state(clips);
  }

  private static LearningRateSchedule schedule(ConfiguredRun config) {
    ScheduleSettings settings = config.schedule();
    return new LearningRateSchedule(
        settings.lrScheduler(),
        config.optimizer().learningRate(),
        settings.lrWarmupSteps(),
        config.run().maxTrainSteps(),
        settings.lrNumCycles());
  }

  /** Everything that changes from step to step, in the order in which it is saved and loaded. */
  private List<Restorable> state(ValidationFolder clips) {
    List<Restorable> all = new ArrayList<>();
    all.add(equipment.files());
    all.add(clips);
    all.add(run.weights());
    equipment.average().ifPresent(all::add);
    all.add(new OptimizerState(equipment.optimizer(), parts.backbone()::newScope));
    all.add(new RuleMemory(parts.rules(), parts.backbone()::newScope));
    all.add(new PolicyMemory(parts.policy()));
    all.addAll(equipment.feeds().values());
    all.add(skipped);
    return List.copyOf(all);
  }

  /**
   * Trains until the last step, or until it is to stop, and saves.
   *
   * @param stopRequested asked before every step
   */
  TrainingSummary run(BooleanSupplier stopRequested) {
    run.store().restore(run.resume(), state);
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
    TakenStep taken = compute();
    StepReport report = taken.report();
    boolean skip = report.skipped().isPresent();
    skipped.count(skip);
    if (!skip) {
      equipment.average().ifPresent(kept -> kept.update(report.step()));
    }
    metrics.write(report, skipped.counts().total());
    listener.stepFinished(report);
    if (skipped.counts().inARow() > parts.config().run().maxSkippedSteps()) {
      throw divergence.end(taken);
    }
    step++;
  }

  /**
   * Chooses tracks, accumulates their gradient and updates the parameters, which stay as they are
   * if loss or gradient are not finite.
   */
  private TakenStep compute() {
    LongSupplier clock = parts.nanoTime();
    long begin = clock.getAsLong();
    SwitchPolicy policy = parts.policy();
    TrackChoice choice =
        policy.select(
            new TrainingProgress(step, plan.maxSteps(), parts.config().trackNames()),
            new StepDraws(parts.draws(), parts.seed(), step, Trainer.SWITCH_SCOPE));
    GradientBuffer gradients = equipment.gradients();
    gradients.clear();
    StepGradient gradient = accumulator.accumulate(step, choice, gradients);
    double rate = schedule.at(step);
    Optional<String> problem = gradient.problem();
    double norm = problem.isPresent() ? Double.NaN : update.apply(step, choice, gradients, rate);
    if (problem.isEmpty() && !Double.isFinite(norm)) {
      problem = Optional.of("the gradient's norm is " + norm);
    }
    if (problem.isEmpty()) {
      policy.observe(new StepOutcome(step, gradient.losses(), norm));
    }
    double seconds = (clock.getAsLong() - begin) / 1e9;
    StepReport report =
        new StepReport(
            step,
            plan.maxSteps(),
            problem,
            gradient.losses(),
            norm,
            rate,
            seconds,
            gradient.samples(),
            gradient.details());
    return new TakenStep(report, gradient.suspects());
  }

  private void save() {
    Path folder = run.store().save(run.identity().at(step), state);
    saved = Optional.of(folder);
    savedStep = step;
    listener.checkpointSaved(step, folder);
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
