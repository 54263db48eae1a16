package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.host.checkpoint.RunLock;
import org.sdvgen.host.config.ConfigurationFile;
import org.sdvgen.host.config.EmaSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.logs.GrowingFiles;
import org.sdvgen.host.model.ModelViews;
import org.sdvgen.host.model.SessionWeights;
import org.sdvgen.host.samples.LoaderThreads;
import org.sdvgen.host.samples.SampleFeeds;
import org.sdvgen.host.training.TrainingLoop.Equipment;
import org.sdvgen.runtime.io.Forcing;
import org.sdvgen.runtime.torch.Optimizer;

/** Trains once: what a run needs is opened, and closed when the loop ends. */
public final class TrainingRun implements Trainer {
  private final PreparedRun run;
  private final TrainingLoop loop;
  private final Backbone backbone;
  private final ModelViews views;
  private final SampleFeeds feeds;
  private final Optimizers optimizers;
  private final Map<String, UpdateRule> rules;
  private final EmaSettings ema;
  private final WrittenSettings written;
  private final Notices notices;
  private final List<Path> checkpoints;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean stopRequested;

  /**
   * Prepares a run and checks everything that can be checked before the first step.
   *
   * @param preparation makes what is trained and chooses what is resumed
   * @param loop takes the steps
   * @param backbone the model
   * @param views the model as objectives see it, with any weights
   * @param session told what is trained
   * @param feeds opens the tracks' streams
   * @param optimizers makes the optimizer
   * @param rules changes to the gradient by name, in order
   * @param ema the moving average
   * @param written the configuration, which is kept with the run
   * @param notices takes sentences for the user
   * @throws org.sdvgen.api.error.InputException if what is to be trained does not fit the model, or
   *     the checkpoint to resume from does not fit the run
   */
  @Inject
  TrainingRun(
      RunPreparation preparation,
      TrainingLoop loop,
      Backbone backbone,
      ModelViews views,
      SessionWeights session,
      SampleFeeds feeds,
      Optimizers optimizers,
      Map<String, UpdateRule> rules,
      EmaSettings ema,
      WrittenSettings written,
      Notices notices) {
    this.loop = loop;
    this.backbone = backbone;
    this.views = views;
    this.feeds = feeds;
    this.optimizers = optimizers;
    this.rules = rules;
    this.ema = ema;
    this.written = written;
    this.notices = notices;
    run = preparation.prepare();
    session.use(run.tuning());
    checkpoints = run.store().list();
  }

  @Override
  public TrainingPlan plan() {
    return run.plan();
  }

  @Override
  public void requestStop() {
    stopRequested = true;
  }

  @Override
  @SuppressWarnings("try") // the lock is held while it is open
  public TrainingSummary train(TrainingListener listener) {
    if (started.getAndSet(true)) {
      throw new IllegalStateException("a trainer trains once; open the configuration again");
    }
    try (RunLock lock = RunLock.take(run.plan().outputDir(), notices)) {
      return trainAlone(listener);
    }
  }

  private TrainingSummary trainAlone(TrainingListener listener) {
    run.plan().threads().use();
    run.store().removeLeftOvers();
    Forcing.limits(run.plan().outputDir()).forEach(notices::say);
    if (!run.store().list().equals(checkpoints)) {
      throw new InputException(
          "%s has other checkpoints than when this run was prepared: another run has been there; start again"
              .formatted(run.plan().outputDir()));
    }
    // The last run may have been killed between a checkpoint and the end of older ones.
    run.resume().ifPresent(point -> run.store().prune(point.state().step()));
    ConfigurationFile.write(written, run.plan().outputDir());
    try (NDManager scope = backbone.newScope();
        LoaderThreads threads = feeds.newThreads()) {
      Map<String, NDArray> initialValues = initialValues(scope);
      TrainingModel model = views.with(run.tuning());
      try (GradientBuffer gradients = new GradientBuffer(scope, run.trainable());
          Optimizer optimizer = optimizers.create(scope, run.trainable());
          GrowingFiles files = new GrowingFiles(run.plan().outputDir())) {
        Equipment equipment =
            new Equipment(
                model,
                gradients,
                optimizer,
                initialValues,
                average(scope),
                feeds.open(model.spec(), threads),
                files);
        return loop.run(run, equipment, listener, () -> stopRequested);
      }
    }
  }

  private Optional<MovingAverage> average(NDManager scope) {
    return ema.useEma()
        ? Optional.of(new MovingAverage(scope, ema, run.weights(), run.trainable()))
        : Optional.empty();
  }

  /** The values that training begins with, for the rules; a checkpoint is loaded later. */
  private Map<String, NDArray> initialValues(NDManager scope) {
    Map<String, NDArray> values = new LinkedHashMap<>();
    if (!rules.isEmpty()) {
      for (Parameter parameter : run.trainable()) {
        NDArray copy = parameter.value().duplicate();
        copy.attach(scope);
        values.put(parameter.name(), copy);
      }
    }
    return values;
  }
}
