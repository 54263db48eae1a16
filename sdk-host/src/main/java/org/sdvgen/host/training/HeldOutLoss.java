package org.sdvgen.host.training;

import ai.djl.ndarray.NDManager;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.config.ValidationSettings;
import org.sdvgen.host.model.Phases;
import org.sdvgen.host.samples.LoaderThreads;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.host.samples.Track;

/**
 * The loss of every track on samples held out, with the same crops, noise and timesteps every time
 * and without dropout, so that its curve is smooth where that of training is not.
 */
public final class HeldOutLoss {
  /** The draws are those of step 0 under the validation's own seed, at every step. */
  private static final long DRAW_STEP = 0;

  private final List<Track> tracks;
  private final ValidationSettings settings;
  private final Phases phases;
  private final Draws draws;
  private final LongSupplier nanoTime;

  /**
   * The loss of all tracks.
   *
   * @param tracks the run's tracks, each with samples held out
   * @param settings how many samples, and the seed
   * @param phases told of every micro-batch
   * @param draws where random numbers come from
   * @param nanoTime a clock
   */
  @Inject
  HeldOutLoss(
      List<Track> tracks,
      ValidationSettings settings,
      Phases phases,
      Draws draws,
      LongSupplier nanoTime) {
    this.tracks = tracks;
    this.settings = settings;
    this.phases = phases;
    this.draws = draws;
    this.nanoTime = nanoTime;
  }

  /**
   * Measures the loss of the weights that are in the model.
   *
   * @param step optimizer steps taken so far
   * @param trained the model with the weights in training
   * @return the losses, which need not be finite
   * @throws org.sdvgen.api.error.InputException if a sample does not load
   */
  HeldOutReport at(long step, TrainingModel trained) {
    long begin = nanoTime.getAsLong();
    TrainingModel model = new InferenceModel(trained);
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Track track : tracks) {
      losses.putAll(loss(track.onHeldOutSamples(settings.lossSamples()), model));
    }
    return new HeldOutReport(step, losses, (nanoTime.getAsLong() - begin) / 1e9);
  }

  private Map<String, Double> loss(Track track, TrainingModel model) {
    long seed = settings.seed();
    try (NDManager scope = model.newScope();
        GradientBuffer none = new GradientBuffer(scope, List.of());
        LoaderThreads caller = new LoaderThreads(0)) {
      SampleFeed feed = new SampleFeed(track, model.spec(), draws, seed, caller);
      return new GradientAccumulator(
              List.of(track), Map.of(track.name(), feed), model, phases, draws, seed)
          .accumulate(DRAW_STEP, TrackChoice.of(track.name()), none)
          .losses();
    }
  }
}
