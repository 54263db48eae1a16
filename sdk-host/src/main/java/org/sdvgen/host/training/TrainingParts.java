package org.sdvgen.host.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.model.ModelViews;
import org.sdvgen.host.model.SessionWeights;
import org.sdvgen.host.samples.Track;

/**
 * Everything that a training run works with.
 *
 * @param config the configuration
 * @param backbone the model
 * @param views the model as objectives see it, with any weights
 * @param session told what is trained
 * @param tracks the tracks in the configured order
 * @param policy picks the track of a step
 * @param rules changes to the gradient by name, in order
 * @param validationClips what is generated while the run goes on, if anything is
 * @param draws where random numbers come from
 * @param notices takes sentences for the user
 * @param nanoTime a clock in nanoseconds
 */
public record TrainingParts(
    ConfiguredRun config,
    Backbone backbone,
    ModelViews views,
    SessionWeights session,
    List<Track> tracks,
    SwitchPolicy policy,
    Map<String, UpdateRule> rules,
    Optional<ValidationClips> validationClips,
    Draws draws,
    Notices notices,
    LongSupplier nanoTime) {
  /** Copies the collections, keeping their order. */
  public TrainingParts {
    tracks = List.copyOf(tracks);
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }

  long seed() {
    return config.run().seed();
  }
}
