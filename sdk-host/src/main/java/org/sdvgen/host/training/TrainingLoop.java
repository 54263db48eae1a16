package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.StepOutcome;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.config.AnalysisSettings;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.OptimizerSettings;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.logs.EventLog;
import org.sdvgen.host.logs.GrowingFiles;
import org.sdvgen.host.logs.MetricsLog;
import org.sdvgen.host.logs.ValidationFolder;
import org.sdvgen.host.model.Phases;
import org.sdvgen.host.page.RunPlots;
import org.sdvgen.host.page.RunReport;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.host.samples.Track;
import org.sdvgen.runtime.torch.Optimizer;

/** One pass from the first to the last step. */
public final class TrainingLoop {
  private final Backbone backbone;
  private final List<Track> tracks;
  private final SwitchPolicy policy;
  private final Map<String, UpdateRule> rules;
  private final RunSettings run;
  private final OptimizerSettings optimizer;
  private final LearningRateSchedule schedule;
  private final CheckpointSettings checkpoints;
  private final AnalysisSettings analysisSettings;
  private final GradientAnalysis analysis;
  private final Validation validation;
  private final Divergence divergence;
  private final WrittenSettings written;
  private final Phases phases;
  private final Draws draws;
  private final LongSupplier nanoTime;

  /**
   * Ready to train.
   *
   * @param backbone the model
   * @param tracks the tracks in the configured order
   * @param policy picks the track of a step
   * @param rules changes to the gradient by name, in order
   * @param run the seed, and when to give up
   * @param optimizer clipping
   * @param schedule the learning rate
   * @param checkpoints when to save
   * @param analysisSettings when to compare gradients
   * @param analysis compares them
   * @param validation looks at the weights between steps
   * @param divergence ends a run whose numbers are not finite
   * @param written the configuration, for the run's page
   * @param phases told of every micro-batch
   * @param draws where random numbers come from
   * @param nanoTime a clock
   */
  @Inject
  TrainingLoop(
      Backbone backbone,
      List<Track> tracks,
      SwitchPolicy policy,
      Map<String, UpdateRule> rules,
      RunSettings run,
      OptimizerSettings optimizer,
      LearningRateSchedule schedule,
      CheckpointSettings checkpoints,
      AnalysisSettings analysisSettings,
      GradientAnalysis analysis,
      Validation validation,
      Divergence divergence,
      WrittenSettings written,
      Phases phases,
      Draws draws,
      LongSupplier nanoTime) {
    this.backbone = backbone;
    this.tracks = tracks;
    this.policy = policy;
    this.rules = rules;
    this.run = run;
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.checkpoints = checkpoints;
    this.analysisSettings = analysisSettings;
    this.analysis = analysis;
    this.validation = validation;
    this.divergence = divergence;
    this.written = written;
    this.phases = phases;
    this.draws = draws;
    this.nanoTime = nanoTime;
  }

  /**
   * The parts that a loop works with and another closes.
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
   * Trains until the last step, or until it is to stop, and saves.
   *
   * @param prepared the run
   * @param equipment stays the caller's
   * @param listener is told of everything
   * @param stopRequested asked before every step
   */
  TrainingSummary run(
      PreparedRun prepared,
      Equipment equipment,
      TrainingListener listener,
      BooleanSupplier stopRequested) {
    return new Pass(prepared, equipment, listener).run(stopRequested);
  }

  /** One pass over the steps, from where the run was stopped. */
  private final class Pass {
    private final PreparedRun prepared;
    private final TrainingPlan plan;
    private final Equipment equipment;
    private final MetricsLog metrics;
    private final GradientMonitor monitor;
    private final Validation.Subject subject;
    private final TrainingListener listener;
    private final GradientAccumulator accumulator;
    private final ParameterUpdate update;
    private final SkippedStepCounter skipped = new SkippedStepCounter();
    private final List<Restorable> state;
    private long step;
    private Optional<Path> saved;
    private long savedStep;

    Pass(PreparedRun prepared, Equipment equipment, TrainingListener listener) {
      this.prepared = prepared;
      this.equipment = equipment;
      plan = prepared.plan();
      step = plan.firstStep();
      saved = prepared.resume().map(ResumePoint::folder);
      savedStep = saved.isPresent() ? step : -1;
      metrics = MetricsLog.open(equipment.files());
      monitor =
          GradientMonitor.open(
              analysisSettings,
              at -> analysis.at(at, prepared.trainable(), equipment.model()),
              equipment.files());
      ValidationFolder clips = new ValidationFolder(plan.outputDir());
      subject = new Validation.Subject(equipment.model(), equipment.average(), clips);
      this.listener = watchers(listener);
      accumulator =
          new GradientAccumulator(
              tracks, equipment.feeds(), equipment.model(), phases, draws, run.seed());
      update =
          new ParameterUpdate(
              prepared.trainable(),
              equipment.optimizer(),
              optimizer.maxGradNorm(),
              rules.values(),
              equipment.initialValues());
      state = state(clips);
    }

    /** Everything that changes from step to step, in the order in which it is saved and loaded. */
    private List<Restorable> state(ValidationFolder clips) {
      List<Restorable> all = new ArrayList<>();
      all.add(equipment.files());
      all.add(clips);
      all.add(prepared.weights());
      equipment.average().ifPresent(all::add);
      all.add(new OptimizerState(equipment.optimizer(), backbone::newScope));
      all.add(new RuleMemory(rules, backbone::newScope));
      all.add(new PolicyMemory(policy));
      all.addAll(equipment.feeds().values());
      all.add(skipped);
      return List.copyOf(all);
    }

    /** The listeners of every event: the run's own first. */
    private TrainingListener watchers(TrainingListener user) {
      List<TrainingListener> watchers = new ArrayList<>();
      EventLog.open(run.reportTo(), equipment.files()).ifPresent(watchers::add);
      watchers.add(new RunReport(plan, written.text()));
      watchers.add(user);
      return watchers.stream().reduce(TrainingListener::and).orElse(user);
    }

    TrainingSummary run(BooleanSupplier stopRequested) {
      prepared.store().restore(prepared.resume(), state);
      listener.started(plan);
      while (step < plan.maxSteps() && !stopRequested.getAsBoolean()) {
        beforeStep();
        takeStep();
        if (step % checkpoints.checkpointingSteps() == 0) {
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

    private void beforeStep() {
      validation.beforeStep(step, subject, metrics, listener);
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
      if (skipped.counts().inARow() > run.maxSkippedSteps()) {
        throw divergence.end(taken, prepared.weights(), equipment.feeds());
      }
      step++;
    }

    /**
     * Chooses tracks, accumulates their gradient and updates the parameters, which stay as they are
     * if loss or gradient are not finite.
     */
    private TakenStep compute() {
      long begin = nanoTime.getAsLong();
      TrackChoice choice =
          policy.select(
              new TrainingProgress(
                  step, plan.maxSteps(), tracks.stream().map(Track::name).toList()),
              new StepDraws(draws, run.seed(), step, Trainer.SWITCH_SCOPE));
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
      double seconds = (nanoTime.getAsLong() - begin) / 1e9;
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
      Path folder = prepared.store().save(prepared.identity().at(step), state);
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
        result = Optional.of(prepared.weights().finish(plan.outputDir(), step));
        monitor.plot();
      }
      return new TrainingSummary(
          step, complete, result, saved.orElseThrow(), plan.outputDir().resolve(RunPlots.METRICS));
    }
  }
}
