package org.sdvgen.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Times of alternating steps.
 *
 * @param own seconds of this program's steps
 * @param peer seconds of the peer's steps, each taken right before or after the one of the same
 *     index; empty without a peer
 */
record Timings(List<Double> own, List<Double> peer) {
  /** Copies the lists. */
  Timings {
    own = List.copyOf(own);
    peer = List.copyOf(peer);
  }

  /** One line: the medians, and the ratio with the range of its middle half. */
  String line() {
    String mine = String.format(Locale.ROOT, "sdvgen %.3f s", quantile(own, 0.5));
    if (peer.isEmpty()) {
      return mine;
    }
    List<Double> ratios =
        IntStream.range(0, own.size()).mapToObj(i -> own.get(i) / peer.get(i)).toList();
    return mine
        + String.format(
            Locale.ROOT,
            ", peer %.3f s, ratio %.3f (middle half %.3f to %.3f, all %.3f to %.3f)",
            quantile(peer, 0.5),
            quantile(ratios, 0.5),
            quantile(ratios, 0.25),
            quantile(ratios, 0.75),
            quantile(ratios, 0),
            quantile(ratios, 1));
  }

  /** The value below which a share of the values lies, interpolated as NumPy does. */
  private static double quantile(List<Double> values, double share) {
    return Quantile.withDefaults()
        .with(Quantile.EstimationMethod.HF7)
        .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray(), share);
  }
}
