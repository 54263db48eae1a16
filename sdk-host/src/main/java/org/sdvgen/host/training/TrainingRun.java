package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.host.checkpoint.RunLock;
import org.sdvgen.host.config.ConfigurationFile;
import org.sdvgen.host.config.EmaSettings;
import org.sdvgen.host.logs.GrowingFiles;
import org.sdvgen.host.samples.LoaderThreads;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.host.samples.Track;
import org.sdvgen.host.training.TrainingLoop.Equipment;
import org.sdvgen.runtime.io.Forcing;
import org.sdvgen.runtime.torch.Optimizer;

/** Trains once: what a run needs is opened, and closed when the loop ends. */
public final class TrainingRun implements Trainer {
  private final PreparedRun run;
  private final TrainingParts parts;
  private final List<Path> checkpoints;
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
    run = PreparedRun.of(parts);
    parts.session().use(run.tuning());
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
  @SuppressWarnings("try") // the lock is in force while it is open
  public TrainingSummary train(TrainingListener listener) {
    if (started.getAndSet(true)) {
      throw new IllegalStateException("a trainer trains once; open the configuration again");
    }
    try (RunLock lock = RunLock.take(run.plan().outputDir(), parts.notices())) {
      return trainAlone(listener);
    }
  }

  private TrainingSummary trainAlone(TrainingListener listener) {
    run.plan().threads().use();
    run.store().removeLeftOvers();
    Forcing.limits(run.plan().outputDir()).forEach(parts.notices()::say);
    if (!run.store().list().equals(checkpoints)) {
      throw new InputException(
          "%s has other checkpoints than when this run was prepared: another run has been there; start again"
              .formatted(run.plan().outputDir()));
    }
    // The last run may have been killed between a checkpoint and the end of older ones.
    run.resume().ifPresent(point -> run.store().prune(point.state().step()));
    ConfigurationFile.write(parts.config());
    try (NDManager scope = parts.backbone().newScope();
        LoaderThreads threads = new LoaderThreads(parts.config().run().dataloaderNumWorkers())) {
      Map<String, NDArray> initialValues = initialValues(scope);
      TrainingModel model = parts.views().with(run.tuning());
      try (GradientBuffer gradients = new GradientBuffer(scope, run.trainable());
          Optimizer optimizer = Optimizers.create(scope, parts.config(), run.trainable());
          GrowingFiles files = new GrowingFiles(run.plan().outputDir())) {
        Equipment equipment =
            new Equipment(
                model,
                gradients,
                optimizer,
                initialValues,
                average(scope),
                feeds(model.spec(), threads),
                files);
        return new TrainingLoop(run, equipment, listener).run(() -> stopRequested);
      }
    }
  }

  private Optional<MovingAverage> average(NDManager scope) {
    EmaSettings ema = parts.config().ema();
    return ema.useEma()
        ? Optional.of(new MovingAverage(scope, ema, run.weights(), run.trainable()))
        : Optional.empty();
  }

  /** What training begins with, for the rules; a checkpoint is loaded later. */
  private Map<String, NDArray> initialValues(NDManager scope) {
    Map<String, NDArray> values = new LinkedHashMap<>();
    if (!parts.rules().isEmpty()) {
      for (Parameter parameter : run.trainable()) {
        NDArray copy = parameter.value().duplicate();
        copy.attach(scope);
        values.put(parameter.name(), copy);
      }
    }
    return values;
  }

  private Map<String, SampleFeed> feeds(BackboneSpec spec, LoaderThreads threads) {
    Map<String, SampleFeed> feeds = new LinkedHashMap<>();
    for (Track track : parts.tracks()) {
      feeds.put(track.name(), new SampleFeed(track, spec, parts.draws(), parts.seed(), threads));
    }
    return feeds;
  }
}
