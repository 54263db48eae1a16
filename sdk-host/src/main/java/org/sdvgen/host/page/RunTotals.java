package org.sdvgen.host.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sums over a run's steps.
 *
 * @param tracks those that were trained, by name; a step that trained several tracks counts for
 *     each of them
 * @param steps optimizer steps, skipped ones included
 * @param skipped steps that changed nothing
 * @param samples samples trained on
 * @param trainingSeconds time of all steps
 * @param validationSeconds time of held-out losses and validation clips
 * @param peakMb highest resident memory, if it was logged
 */
record RunTotals(
    Map<String, TrackTotals> tracks,
    long steps,
    long skipped,
    long samples,
    double trainingSeconds,
    double validationSeconds,
    Optional<Double> peakMb) {
  /**
   * Sums over the steps of one track.
   *
   * @param steps steps that trained it
   * @param samples samples of these steps
   * @param seconds time of these steps
   */
  record TrackTotals(long steps, long samples, double seconds) {
    /** Those of a track that was not trained yet. */
    static final TrackTotals NONE = new TrackTotals(0, 0, 0);
  }

  /**
   * Adds up.
   *
   * @param lines the lines of {@code metrics.jsonl}
   * @return the sums
   */
  static RunTotals of(List<JsonNode> lines) {
    Sums sums = new Sums();
    lines.forEach(sums::add);
    Map<String, TrackTotals> tracks = new TreeMap<>();
    sums.tracks.forEach((name, track) -> tracks.put(name, track.totals()));
    return new RunTotals(
        tracks,
        sums.steps,
        sums.skipped,
        sums.samples,
        sums.trainingSeconds,
        sums.validationSeconds,
        sums.peakMb);
  }

  /** Sums while they grow. */
  private static final class Sums {
    final Map<String, TrackSums> tracks = new TreeMap<>();
    long steps;
    long skipped;
    long samples;
    double trainingSeconds;
    double validationSeconds;
    Optional<Double> peakMb = Optional.empty();

    void add(JsonNode line) {
      double seconds = line.path("seconds").asDouble();
      if (!line.has("track")) {
        validationSeconds += seconds;
        return;
      }
      steps++;
      skipped += line.has("skipped") ? 1 : 0;
      samples += line.path("samples").size();
      trainingSeconds += seconds;
      for (String name : line.path("track").asText().split("\\+", -1)) {
        tracks.computeIfAbsent(name, key -> new TrackSums()).add(line);
      }
      double resident = line.path("resident_mb").asDouble();
      if (resident > peakMb.orElse(0.0)) {
        peakMb = Optional.of(resident);
      }
    }
  }

  /** Sums of a track while they grow. */
  private static final class TrackSums {
    private long steps;
    private long samples;
    private double seconds;

    void add(JsonNode line) {
      steps++;
      samples += line.path("samples").size();
      seconds += line.path("seconds").asDouble();
    }

    TrackTotals totals() {
      return new TrackTotals(steps, samples, seconds);
    }
  }
}
