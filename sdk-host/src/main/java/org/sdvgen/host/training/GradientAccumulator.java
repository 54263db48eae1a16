package org.sdvgen.host.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.StepResult;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.model.Phases;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.host.samples.Track;

/** Computes the gradient of a step: batch by batch of the chosen tracks, micro-batch by part. */
final class GradientAccumulator {
  private final Map<String, Track> tracks = new LinkedHashMap<>();
  private final Map<String, SampleFeed> feeds;
  private final TrainingModel model;
  private final Phases phases;
  private final Draws draws;
  private final long seed;

  /**
   * An accumulator over all tracks.
   *
   * @param tracks the tracks
   * @param feeds their samples by track name
   * @param model the model in training
   * @param phases told of every micro-batch
   * @param draws where random numbers come from
   * @param seed the run's seed
   */
  GradientAccumulator(
      List<Track> tracks,
      Map<String, SampleFeed> feeds,
      TrainingModel model,
      Phases phases,
      Draws draws,
      long seed) {
    tracks.forEach(track -> this.tracks.put(track.name(), track));
    this.feeds = feeds;
    this.model = model;
    this.phases = phases;
    this.draws = draws;
    this.seed = seed;
  }

  /**
   * Adds the gradient of one step.
   *
   * @param step the step, from 0, whose random numbers are used
   * @param choice tracks and weights
   * @param gradients takes the weighted sum of the tracks' mean gradients
   * @return losses, which need not be finite, and samples
   * @throws InputException if a sample does not load
   */
  StepGradient accumulate(long step, TrackChoice choice, GradientBuffer gradients) {
    Step sums = new Step(step, gradients);
    choice.weights().forEach((name, weight) -> sums.add(name, choice.share(name), weight));
    return new StepGradient(sums.losses, sums.details, sums.parts);
  }

  private Track track(String name) {
    Track track = tracks.get(name);
    if (track == null) {
      throw new IllegalStateException(
          "the switch policy chose the track %s; there are %s".formatted(name, tracks.keySet()));
    }
    return track;
  }

  /** The sums of one step. */
  private final class Step {
    final Map<String, Double> losses = new LinkedHashMap<>();
    final Map<String, Double> details = new LinkedHashMap<>();
    final List<StepGradient.Part> parts = new ArrayList<>();
    private final long step;
    private final GradientBuffer gradients;
    private int index;

    Step(long step, GradientBuffer gradients) {
      this.step = step;
      this.gradients = gradients;
    }

    void add(String name, double batchShare, double weight) {
      Track track = track(name);
      SampleFeed feed = feed(name);
      int samples = samples(track, batchShare);
      int left = samples;
      while (left > 0) {
        int count = feed.ofOneShape(Math.min(left, track.microBatchSize()));
        double share = (double) count / samples;
        TrackShape shape = feed.shape();
        add(
            track,
            new MicroBatch(feed.next(count), shape, share * weight, index++, draws(track)),
            share);
        left -= count;
      }
    }

    /** A share of a batch, rounded up; 1/3 of 3 samples is one, though 3 * (1.0 / 3) may differ. */
    private static int samples(Track track, double batchShare) {
      return Math.max(1, (int) Math.ceil(batchShare * track.batchSize() - 1e-6));
    }

    private SampleFeed feed(String name) {
      SampleFeed feed = feeds.get(name);
      if (feed == null) {
        throw new IllegalStateException("no samples for track " + name);
      }
      return feed;
    }

    private StepDraws draws(Track track) {
      return new StepDraws(draws, seed, step, Trainer.STEP_SCOPE + track.name());
    }

    private void add(Track track, MicroBatch batch, double part) {
      List<Example> examples = batch.examples();
      List<String> ids = examples.stream().map(Example::id).toList();
      StepResult result = step(track, batch, ids);
      parts.add(
          new StepGradient.Part(track.name(), examples.get(0).position(), ids, result.loss()));
      losses.merge(track.name(), part * result.loss(), Double::sum);
      result
          .details()
          .forEach(
              (name, value) -> details.merge(track.name() + "." + name, part * value, Double::sum));
    }

    private StepResult step(Track track, MicroBatch batch, List<String> ids) {
      try {
        return phases.step(() -> track.objective().step(batch, model, gradients));
      } catch (InputException e) {
        throw new InputException(
            "track %s, samples %s: %s"
                .formatted(track.name(), String.join(", ", ids), e.getMessage()),
            e);
      }
    }
  }
}
