package org.sdvgen.host.training;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.samples.LoaderThreads;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.host.samples.Track;

/**
 * The loss of every track on samples held out, with the same crops, noise and timesteps every time
 * and without dropout, so that its curve is smooth where that of training is not.
 */
final class HeldOutLoss {
  /** Whatever the step, the draws are those of step 0 under the validation's own seed. */
  private static final long DRAW_STEP = 0;

  private final TrainingParts parts;
  private final TrainingModel model;
  private final List<Track> tracks;

  /**
   * The loss of all tracks.
   *
   * @param parts what the run works with; every track has samples held out
   * @param trained the model with the weights in training
   */
  HeldOutLoss(TrainingParts parts, TrainingModel trained) {
    this.parts = parts;
    model = new InferenceModel(trained);
    int samples = parts.config().validation().lossSamples();
    tracks = parts.tracks().stream().map(track -> track.onHeldOutSamples(samples)).toList();
  }

  /**
   * Measures the loss of the weights that are in the model.
   *
   * @param step optimizer steps taken so far
   * @return the losses, which need not be finite
   * @throws org.sdvgen.api.error.InputException if a sample does not load
   */
  HeldOutReport at(long step) {
    long begin = parts.nanoTime().getAsLong();
    Map<String, Double> losses = new LinkedHashMap<>();
    tracks.forEach(track -> losses.putAll(loss(track)));
    return new HeldOutReport(step, losses, (parts.nanoTime().getAsLong() - begin) / 1e9);
  }

  private Map<String, Double> loss(Track track) {
    long seed = parts.config().validation().seed();
    try (NDManager scope = model.newScope();
        GradientBuffer none = new GradientBuffer(scope, List.of());
        LoaderThreads caller = new LoaderThreads(0)) {
      SampleFeed feed = new SampleFeed(track, model.spec(), parts.draws(), seed, caller);
      return new GradientAccumulator(
              List.of(track), Map.of(track.name(), feed), model, parts.draws(), seed)
          .accumulate(DRAW_STEP, TrackChoice.of(track.name()), none)
          .losses();
    }
  }
}
