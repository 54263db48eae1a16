package org.sdvgen.host.training;

import ai.djl.ndarray.NDManager;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.GradientReport.Group;
import org.sdvgen.host.analysis.GradientComparison;
import org.sdvgen.host.analysis.GradientComparison.Moments;
import org.sdvgen.host.config.AnalysisSettings;
import org.sdvgen.host.model.Phases;
import org.sdvgen.host.samples.LoaderThreads;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.host.samples.Track;

/**
 * Compares the gradients of two tracks at the present parameters, on the same samples held out and
 * with the same random numbers every time. It has gradient buffers, streams and draws of its own,
 * so that training continues as if nothing had been computed.
 */
public final class GradientAnalysis {
  /** The draws are those of step 0 under the analysis' own seed, at every step. */
  private static final long DRAW_STEP = 0;

  private final List<Track> tracks;
  private final AnalysisSettings settings;
  private final Backbone backbone;
  private final Phases phases;
  private final Draws draws;

  /**
   * An analysis of the tracks that the configuration names.
   *
   * @param tracks the run's tracks; those that are compared have samples held out
   * @param settings which tracks, and the seed
   * @param backbone the model
   * @param phases told of every micro-batch
   * @param draws where random numbers come from
   */
  @Inject
  GradientAnalysis(
      List<Track> tracks,
      AnalysisSettings settings,
      Backbone backbone,
      Phases phases,
      Draws draws) {
    this.tracks = tracks;
    this.settings = settings;
    this.backbone = backbone;
    this.phases = phases;
    this.draws = draws;
  }

  private List<Track> compared() {
    return settings.compared(tracks.stream().map(Track::name).toList()).stream()
        .map(this::track)
        .map(track -> track.onHeldOutSamples(track.batches().analysis()))
        .toList();
  }

  private Track track(String name) {
    return tracks.stream()
        .filter(track -> track.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no track " + name));
  }

  /**
   * Computes and compares both gradients.
   *
   * @param step optimizer steps taken so far
   * @param parameters the parameters of which gradients are taken
   * @param model the model with these parameters
   * @return the figures
   * @throws org.sdvgen.api.error.InputException if a sample does not load or a number is not finite
   */
  GradientReport at(long step, List<Parameter> parameters, TrainingModel model) {
    Track one = compared().get(0);
    Track other = compared().get(1);
    Map<String, Double> losses = new LinkedHashMap<>();
    try (NDManager scope = backbone.newScope();
        GradientBuffer first = new GradientBuffer(scope, parameters);
        GradientBuffer second = new GradientBuffer(scope, parameters)) {
      losses.putAll(accumulate(step, one, model, first));
      losses.putAll(accumulate(step, other, model, second));
      Map<String, Group> groups = new LinkedHashMap<>();
      GradientComparison.compare(parameters, first, second)
          .forEach((name, moments) -> groups.put(name, group(moments, one, other)));
      return new GradientReport(step, losses, groups);
    }
  }

  private Map<String, Double> accumulate(
      long step, Track track, TrainingModel model, GradientBuffer gradients) {
    long seed = settings.seed();
    try (LoaderThreads caller = new LoaderThreads(0)) {
      SampleFeed feed = new SampleFeed(track, backbone.spec(), draws, seed, caller);
      GradientAccumulator accumulator =
          new GradientAccumulator(
              List.of(track), Map.of(track.name(), feed), model, phases, draws, seed);
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

  private static Group group(Moments moments, Track first, Track second) {
    Map<String, Double> norms = new LinkedHashMap<>();
    norms.put(first.name(), moments.firstNorm());
    norms.put(second.name(), moments.secondNorm());
    return new Group(moments.cosine(), norms);
  }
}
