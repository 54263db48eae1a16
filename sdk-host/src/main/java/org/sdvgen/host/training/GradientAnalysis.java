package org.sdvgen.host.training;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.GradientReport.Group;
import org.sdvgen.host.analysis.GradientComparison;
import org.sdvgen.host.analysis.GradientComparison.Moments;
import org.sdvgen.host.samples.LoaderThreads;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.host.samples.Track;

/**
 * Compares the gradients of two tracks at the present parameters, on the same samples held out and
 * with the same random numbers every time. It has gradient buffers, streams and draws of its own,
 * so that training goes on as if nothing had been computed.
 */
final class GradientAnalysis {
  /** Whatever the step, the draws are those of step 0 under the analysis' own seed. */
  private static final long DRAW_STEP = 0;

  private final TrainingParts parts;
  private final List<Parameter> parameters;
  private final TrainingModel model;
  private final List<Track> tracks;

  /**
   * An analysis of the tracks that the configuration names.
   *
   * @param parts what the run works with; both tracks have samples held out
   * @param parameters what the gradients are of
   * @param model the model with these parameters
   */
  GradientAnalysis(TrainingParts parts, List<Parameter> parameters, TrainingModel model) {
    this.parts = parts;
    this.parameters = parameters;
    this.model = model;
    tracks =
        parts.config().analyzedTracks().stream()
            .map(name -> track(parts, name))
            .map(track -> track.onHeldOutSamples(track.batches().analysis()))
            .toList();
  }

  private static Track track(TrainingParts parts, String name) {
    return parts.tracks().stream()
        .filter(track -> track.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no track " + name));
  }

  /**
   * Computes and compares both gradients.
   *
   * @param step optimizer steps taken so far
   * @return the figures
   * @throws org.sdvgen.api.error.InputException if a sample does not load or a number is not finite
   */
  GradientReport at(long step) {
    Map<String, Double> losses = new LinkedHashMap<>();
    try (NDManager scope = parts.backbone().newScope();
        GradientBuffer first = new GradientBuffer(scope, parameters);
        GradientBuffer second = new GradientBuffer(scope, parameters)) {
      losses.putAll(accumulate(step, tracks.get(0), first));
      losses.putAll(accumulate(step, tracks.get(1), second));
      Map<String, Group> groups = new LinkedHashMap<>();
      GradientComparison.compare(parameters, first, second)
          .forEach((name, moments) -> groups.put(name, group(moments)));
      return new GradientReport(step, losses, groups);
    }
  }

  private Map<String, Double> accumulate(long step, Track track, GradientBuffer gradients) {
    long seed = parts.config().analysis().seed();
    try (LoaderThreads caller = new LoaderThreads(0)) {
      SampleFeed feed = new SampleFeed(track, parts.backbone().spec(), parts.draws(), seed, caller);
      GradientAccumulator accumulator =
          new GradientAccumulator(
              List.of(track), Map.of(track.name(), feed), model, parts.draws(), seed);
      StepGradient gradient =
          accumulator.accumulate(DRAW_STEP, TrackChoice.of(track.name()), gradients);
      gradient
          .problem()
          .ifPresent(
              problem -> {
                throw new InputException(
                    String.format(
                        Locale.ROOT,
                        "comparing gradients at step %d: %s; held-out samples: %s",
                        step,
                        problem,
                        String.join(", ", gradient.samples())));
              });
      return gradient.losses();
    }
  }

  private Group group(Moments moments) {
    Map<String, Double> norms = new LinkedHashMap<>();
    norms.put(tracks.get(0).name(), moments.firstNorm());
    norms.put(tracks.get(1).name(), moments.secondNorm());
    return new Group(moments.cosine(), norms);
  }
}
