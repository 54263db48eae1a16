package org.sdvgen.cli;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Running means of the loss, one per track: tracks differ in level, so a common mean says nothing.
 */
final class LossByTrack {
  private static final double MEMORY = 0.9;

  private final Map<String, Double> means = new TreeMap<>();

  /** Takes in the losses of one step, by track. */
  void add(Map<String, Double> losses) {
    losses.forEach(
        (track, loss) ->
            means.merge(track, loss, (mean, latest) -> MEMORY * mean + (1 - MEMORY) * latest));
  }

  /** Returns, for example, {@code identity 0.531 motion 0.612}. */
  @Override
  public String toString() {
    return means.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %.3g", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" "));
  }
}
