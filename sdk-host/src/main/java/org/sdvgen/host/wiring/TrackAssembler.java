package org.sdvgen.host.wiring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.ShapeRules;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.host.config.Problems;
import org.sdvgen.host.config.RunConfig;
import org.sdvgen.host.config.TrackConfig;
import org.sdvgen.host.config.TrackSettings;
import org.sdvgen.host.training.Track;

/** Makes the tracks and checks that objective, data, shape and model fit together. */
final class TrackAssembler {
  private final RunConfig config;
  private final BackboneSpec backbone;
  private final ComponentContext context;
  private final Resources resources;
  private final Problems problems = new Problems();

  TrackAssembler(
      RunConfig config, BackboneSpec backbone, ComponentContext context, Resources resources) {
    this.config = config;
    this.backbone = backbone;
    this.context = context;
    this.resources = resources;
  }

  /**
   * Makes all tracks.
   *
   * @return the tracks in the configured order
   * @throws org.sdvgen.api.error.InputException with everything that does not fit
   */
  List<Track> assemble() {
    List<Track> tracks = new ArrayList<>();
    config.tracks().forEach(track -> tracks.add(assemble(track)));
    problems.throwIfAny(config.source());
    return tracks;
  }

  private Track assemble(TrackConfig track) {
    String key = "track." + track.name() + ".";
    Objective objective = track.objective().create(context);
    TrackShape shape = shape(key, track, objective);
    checkReferences(key, track, objective);
    DataSource data = resources.add(track.data().create(context));
    checkSamples(key, track, objective, data);
    TrackSettings settings = track.settings();
    int batch = settings.batchSize();
    return new Track(
        track.name(), objective, data, shape, batch, settings.microBatchSize().orElse(batch));
  }

  private TrackShape shape(String key, TrackConfig track, Objective objective) {
    TrackSettings settings = track.settings();
    ShapeRules rules = backbone.shapes();
    if (!objective.usesClips() && settings.frames().orElse(1) != 1) {
      problems.add(
          "%sframes = %d: the objective %s trains on single frames; leave it out"
              .formatted(key, settings.frames().get(), track.objective().name()));
    }
    TrackShape shape =
        new TrackShape(
            settings.height().orElse(rules.height()),
            settings.width().orElse(rules.width()),
            objective.usesClips() ? settings.frames().orElse(rules.frames()) : 1,
            settings.fps().orElse(rules.framesPerSecond()),
            settings.fit());
    rules
        .problems(shape.height(), shape.width(), shape.frames())
        .forEach(problem -> problems.add(key + problem));
    return shape;
  }

  private void checkReferences(String key, TrackConfig track, Objective objective) {
    Set<ReferenceMode> wanted = objective.references();
    if (!wanted.isEmpty() && Collections.disjoint(wanted, backbone.references())) {
      problems.add(
          "%sobjective.name = %s needs a reference by one of %s; the backbone %s has %s"
              .formatted(
                  key, track.objective().name(), wanted, backbone.name(), backbone.references()));
    }
  }

  private void checkSamples(String key, TrackConfig track, Objective objective, DataSource data) {
    if (!objective.sampleType().isAssignableFrom(data.sampleType())) {
      problems.add(
          "%sdata.name = %s gives samples of the kind %s; the objective %s takes %s"
              .formatted(
                  key,
                  track.data().name(),
                  data.sampleType().getSimpleName(),
                  track.objective().name(),
                  objective.sampleType().getSimpleName()));
    }
  }
}
