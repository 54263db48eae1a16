package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.host.analysis.RunPlots;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.Retention;
import org.sdvgen.host.checkpoint.RunLock;
import org.sdvgen.host.checkpoint.SkippedSteps;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfigurationFile;
import org.sdvgen.host.config.EmaSettings;
import org.sdvgen.host.config.RunConfig;
import org.sdvgen.host.config.TrackConfig;
import org.sdvgen.host.report.RunReport;

/** The training loop. */
public final class TrainingRun implements Trainer {
  private final TrainingParts parts;
  private final RunState state;
  private final TrainedWeights weights;
  private final CheckpointStore store;
  private final Optional<ResumePoint> resume;
  private final List<Path> checkpoints;
  private final TrainingPlan plan;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean stopRequested;

  /**
   * Prepares a run and checks everything that can be checked before the first step.
   *
   * @param parts what the run works with
   * @throws org.sdvgen.api.error.InputException if what is to be trained does not fit the model, or
   *     the checkpoint to resume from does not fit the run
   */
  public TrainingRun(TrainingParts parts) {
    this.parts = parts;
    CheckpointSettings settings = parts.config().checkpoints();
    weights = TrainedWeights.of(parts);
    weights.begin();
    state = new RunState(parts, parts.backbone().parameters().fingerprint());
    store =
        new CheckpointStore(
            settings.outputDir(),
            new Retention(settings.checkpointsTotalLimit(), settings.checkpointsKeepEvery()));
    resume =
        ResumePoint.choose(settings.outputDir(), settings.resumeFromCheckpoint(), parts.notices());
    resume.ifPresent(point -> check(point, settings.resumeChangedRecipe()));
    checkpoints = store.list();
    plan = makePlan();
    sayIfWarmupIsTooLong();
  }

  private void check(ResumePoint point, boolean changesAllowed) {
    TrainerState now = state.describe(0, Map.of(), SkippedSteps.NONE);
    ResumeCheck.check(point, now);
    ResumeCheck.compareRecipe(point, now, changesAllowed, parts.notices());
  }

  private TrainingPlan makePlan() {
    RunConfig config = parts.config();
    List<TrainingPlan.Track> tracks = new ArrayList<>();
    for (int i = 0; i < parts.tracks().size(); i++) {
      Track track = parts.tracks().get(i);
      TrackConfig chosen = config.tracks().get(i);
      tracks.add(
          new TrainingPlan.Track(
              track.name(),
              chosen.objective().name(),
              chosen.data().name(),
              track.data().size(),
              track.batchSize(),
              track.microBatchSize(),
              track.data().shapeCounts()));
    }
    return new TrainingPlan(
        config.backbone().name(),
        trainable().stream().mapToLong(parameter -> parameter.value().size()).sum(),
        resume.map(point -> point.state().step()).orElse(0L),
        config.run().maxTrainSteps(),
        config.policy().orElseThrow().describe(),
        config.updateRules().stream().map(ComponentChoice::describe).toList(),
        tracks,
        config.checkpoints().outputDir(),
        resume.map(ResumePoint::folder));
  }

  private void sayIfWarmupIsTooLong() {
    long warmup = parts.config().schedule().lrWarmupSteps();
    if (warmup >= plan.maxSteps()) {
      parts
          .notices()
          .say(
              "lr_warmup_steps = %d is not below max_train_steps = %d: the learning rate never"
                      .formatted(warmup, plan.maxSteps())
                  + " reaches its full height");
    }
  }

  private List<Parameter> trainable() {
    return parts.backbone().parameters().trainable();
  }

  @Override
  public TrainingPlan plan() {
    return plan;
  }

  @Override
  public void requestStop() {
    stopRequested = true;
  }

  @Override
  @SuppressWarnings("try") // the lock is in force while it is open
  public TrainingSummary train(TrainingListener listener) {
    if (started.getAndSet(true)) {
      throw new IllegalStateException("a trainer trains once; open the configuration again");
    }
    try (RunLock lock = RunLock.take(plan.outputDir())) {
      return trainAlone(listener);
    }
  }

  private TrainingSummary trainAlone(TrainingListener listener) {
    store.removeLeftOvers();
    if (!store.list().equals(checkpoints)) {
      throw new InputException(
          "%s has other checkpoints than when this run was prepared: another run has been there; start again"
              .formatted(plan.outputDir()));
    }
    // The last run may have been killed between a checkpoint and the end of older ones.
    resume.ifPresent(point -> store.prune(point.state().step()));
    ConfigurationFile.write(parts.config());
    // A generator may have put another adapter into the model since the run was prepared.
    weights.begin();
    try (NDManager scope = parts.backbone().newScope();
        LoaderThreads threads = new LoaderThreads(parts.config().run().dataloaderNumWorkers())) {
      Map<String, NDArray> initialValues = initialValues(scope);
      Optional<MovingAverage> average = loadWeights(scope);
      try (GradientBuffer gradients = new GradientBuffer(scope, trainable());
          ParameterUpdate update = update(scope, initialValues);
          GrowingFiles files = new GrowingFiles(plan.outputDir(), plan.firstStep())) {
        Loop loop = new Loop(gradients, update, average, feeds(threads), files, listener);
        return loop.run();
      }
    }
  }

  /** Puts in the weights to go on from; the average, if one is kept, lives in the scope. */
  private Optional<MovingAverage> loadWeights(NDManager scope) {
    EmaSettings ema = parts.config().ema();
    Map<String, NDArray> averages = Map.of();
    if (ema.useEma()) {
      resume.ifPresent(point -> weights.load(point.folder(), TrainedWeights.Kind.AVERAGE));
      averages = copies(scope);
    }
    resume.ifPresent(point -> weights.load(point.folder(), TrainedWeights.Kind.LATEST));
    return ema.useEma()
        ? Optional.of(new MovingAverage(scope, ema, weights, trainable(), averages))
        : Optional.empty();
  }

  private ParameterUpdate update(NDManager scope, Map<String, NDArray> initialValues) {
    RunConfig config = parts.config();
    return new ParameterUpdate(
        trainable(),
        Optimizers.create(scope, config, trainable()),
        config.optimizer().maxGradNorm(),
        parts.rules().values(),
        initialValues);
  }

  private Path metricsFile() {
    return plan.outputDir().resolve(RunPlots.METRICS);
  }

  private Map<String, NDArray> initialValues(NDManager scope) {
    return parts.rules().isEmpty() ? Map.of() : copies(scope);
  }

  private Map<String, NDArray> copies(NDManager scope) {
    Map<String, NDArray> values = new LinkedHashMap<>();
    for (Parameter parameter : trainable()) {
      NDArray copy = parameter.value().duplicate();
      copy.attach(scope);
      values.put(parameter.name(), copy);
    }
    return values;
  }

  private Map<String, SampleFeed> feeds(LoaderThreads threads) {
    Map<String, SampleFeed> feeds = new LinkedHashMap<>();
    for (Track track : parts.tracks()) {
      feeds.put(
          track.name(),
          new SampleFeed(track, parts.model().spec(), parts.draws(), parts.seed(), threads));
    }
    return feeds;
  }

  /** One pass from the first to the last step. */
  private final class Loop {
    private final ParameterUpdate update;
    private final Optional<MovingAverage> average;
    private final Map<String, SampleFeed> feeds;
    private final GrowingFiles files;
    private final MetricsLog metrics;
    private final GradientMonitor monitor;
    private final Validation validation;
    private final TrainingListener listener;
    private final StepTaker taker;
    private final Divergence divergence;
    private long step = plan.firstStep();
    private SkippedSteps skipped =
        resume.map(point -> point.state().skipped()).orElse(SkippedSteps.NONE);
    private Optional<Path> saved = resume.map(ResumePoint::folder);
    private long savedStep = resume.isPresent() ? plan.firstStep() : -1;

    Loop(
        GradientBuffer gradients,
        ParameterUpdate update,
        Optional<MovingAverage> average,
        Map<String, SampleFeed> feeds,
        GrowingFiles files,
        TrainingListener listener) {
      this.update = update;
      this.average = average;
      this.feeds = feeds;
      this.files = files;
      metrics = MetricsLog.open(files);
      monitor = GradientMonitor.open(parts, files);
      validation = new Validation(parts, average, step);
      this.listener = watchers(listener);
      GradientAccumulator accumulator =
          new GradientAccumulator(
              parts.tracks(), feeds, parts.model(), parts.draws(), parts.seed());
      taker = new StepTaker(parts, accumulator, update, gradients);
      divergence = new Divergence(parts, weights, feeds);
    }

    TrainingSummary run() {
      resume.ifPresent(point -> state.restore(point.folder(), point.state(), update, feeds));
      listener.started(plan);
      long interval = parts.config().checkpoints().checkpointingSteps();
      while (step < plan.maxSteps() && !stopRequested) {
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
      EventLog.open(parts.config().run().reportTo(), files).ifPresent(watchers::add);
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
        average.ifPresent(kept -> kept.update(report.step()));
      }
      metrics.write(report, skipped.total());
      listener.stepFinished(report);
      if (skipped.inARow() > parts.config().run().maxSkippedSteps()) {
        throw divergence.end(taken);
      }
      step++;
    }

    private void save() {
      files.force();
      Path folder = store.save(state.describe(step, feeds, skipped), this::write);
      saved = Optional.of(folder);
      savedStep = step;
      listener.checkpointSaved(step, folder);
    }

    private void write(Path folder) {
      weights.save(folder, TrainedWeights.Kind.LATEST, step);
      average.ifPresent(kept -> kept.save(folder, step));
      state.write(folder, update, saved);
    }

    private TrainingSummary summarize() {
      boolean complete = step >= plan.maxSteps();
      Optional<Path> result = Optional.empty();
      if (complete) {
        beforeStep();
        average.ifPresent(MovingAverage::adopt);
        result = Optional.of(weights.finish(plan.outputDir(), step));
        monitor.plot();
      }
      return new TrainingSummary(step, complete, result, saved.orElseThrow(), metricsFile());
    }
  }
}
