package org.sdvgen.host.samples;

import java.util.Optional;
import org.sdvgen.api.objective.Objective;

/**
 * A training track with its parts in place.
 *
 * @param name its name
 * @param objective its objective
 * @param data its samples, and the sizes and lengths that they are read at
 * @param heldOut samples that are never trained on
 * @param batches how many samples are taken at a time
 * @param variants how many ways of reading a sample (crop, part of a video) are told apart, so that
 *     they can be prepared; 0 for a new one every time
 */
public record Track(
    String name,
    Objective objective,
    ShapedSamples data,
    Optional<ShapedSamples> heldOut,
    Batches batches,
    int variants) {
  /**
   * Samples of one optimizer step.
   *
   * @return their number
   */
  public int batchSize() {
    return batches.step();
  }

  /**
   * Samples that go through the model at once.
   *
   * @return their number
   */
  public int microBatchSize() {
    return batches.micro();
  }

  /** Returns whether the memory plan decides how many samples go through the model at once. */
  public boolean choosesMicroBatch() {
    return batches.chosen();
  }

  /**
   * This track with another number of samples that go through the model at once.
   *
   * @param samples their number
   * @return a track that is otherwise the same
   */
  public Track withMicroBatch(int samples) {
    Batches other = new Batches(batches.step(), samples, batches.analysis(), batches.chosen());
    return new Track(name, objective, data, heldOut, other, variants);
  }

  /**
   * This track as it is looked at between steps: on one batch of the samples held out.
   *
   * @param count samples of the batch
   * @return a track whose data are never trained on
   */
  public Track onHeldOutSamples(int count) {
    ShapedSamples samples =
        heldOut.orElseThrow(() -> new IllegalStateException("nothing is held out of " + name));
    Batches once = new Batches(count, Math.min(batches.micro(), count), count, false);
    return new Track(
        name, objective.withoutReferenceDrop(), samples, Optional.empty(), once, variants);
  }

  /**
   * Numbers of samples.
   *
   * @param step of one optimizer step
   * @param micro that go through the model at once
   * @param analysis of one comparison of gradients
   * @param chosen whether the memory plan decides the second one
   */
  public record Batches(int step, int micro, int analysis, boolean chosen) {}
}
