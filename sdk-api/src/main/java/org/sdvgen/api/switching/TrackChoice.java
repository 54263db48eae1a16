package org.sdvgen.api.switching;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Which tracks a step trains, with which weights their gradients are summed, and how much of their
 * batches they take.
 *
 * @param weights positive weights by track name, in order
 * @param shares the share of its batch that each of these tracks takes, in (0, 1]; a number of
 *     samples that is not whole is rounded up
 */
public record TrackChoice(Map<String, Double> weights, Map<String, Double> shares) {
  /** Copies the maps and checks that there is a track and that numbers are in their ranges. */
  public TrackChoice {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    if (weights.isEmpty() || weights.values().stream().anyMatch(weight -> !(weight > 0))) {
      throw new IllegalArgumentException("a step needs tracks of positive weight: " + weights);
    }
    if (!shares.keySet().equals(weights.keySet())
        || shares.values().stream().anyMatch(share -> !(share > 0 && share <= 1))) {
      throw new IllegalArgumentException(
          "every track of a step needs a share of its batch in (0, 1]: " + shares);
    }
  }

  /**
   * Tracks with their whole batches.
   *
   * @param weights positive weights by track name, in order
   */
  public TrackChoice(Map<String, Double> weights) {
    this(weights, wholeBatches(weights));
  }

  /**
   * The share of a track's batch.
   *
   * @param track a track of this choice
   * @return a number in (0, 1]
   */
  public double share(String track) {
    return Objects.requireNonNull(shares.get(track), track);
  }

  private static Map<String, Double> wholeBatches(Map<String, Double> weights) {
    Map<String, Double> shares = new LinkedHashMap<>();
    weights.keySet().forEach(track -> shares.put(track, 1.0));
    return shares;
  }

  /**
   * A single track with its whole batch.
   *
   * @param track its name
   * @return the choice
   */
  public static TrackChoice of(String track) {
    return new TrackChoice(Map.of(track, 1.0));
  }

  /**
   * A step of equal parts, each of which trains one track, as the workers of a distributed run do
   * whose gradients are averaged.
   *
   * @param parts the number of parts by track, in order; tracks without a part are left out
   * @return a choice in which both the weight and the share of a track are its part of all parts
   */
  public static TrackChoice ofParts(Map<String, Integer> parts) {
    int all = parts.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    parts.forEach(
        (track, count) -> {
          if (count > 0) {
            shares.put(track, (double) count / all);
          }
        });
    return new TrackChoice(shares, shares);
  }
}
