package org.sdvgen.host.samples;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.host.config.AnalysisSettings;
import org.sdvgen.host.config.CacheSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfiguredTrack;
import org.sdvgen.host.config.Problems;
import org.sdvgen.host.config.TrackSettings;
import org.sdvgen.host.config.ValidationSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.samples.Track.Batches;
import org.sdvgen.runtime.io.Resources;

/** Makes the tracks and checks that objective, data, shape and model fit together. */
public final class TrackAssembler {
  private final List<ConfiguredTrack> configured;
  private final AnalysisSettings analysis;
  private final ValidationSettings validation;
  private final CacheSettings cache;
  private final WrittenSettings written;
  private final BackboneSpec backbone;
  private final ComponentContext context;
  private final Resources resources;
  private final Problems problems = new Problems();

  /**
   * Ready to make tracks.
   *
   * @param configured the tracks' settings and components
   * @param analysis which tracks need samples held out
   * @param validation whether all of them do
   * @param cache how many ways of reading a sample are told apart
   * @param written the configuration's name, for messages
   * @param backbone the model's specification
   * @param context the services that components may use
   * @param resources closes the data sources
   */
  @Inject
  TrackAssembler(
      List<ConfiguredTrack> configured,
      AnalysisSettings analysis,
      ValidationSettings validation,
      CacheSettings cache,
      WrittenSettings written,
      BackboneSpec backbone,
      ComponentContext context,
      Resources resources) {
    this.configured = configured;
    this.analysis = analysis;
    this.validation = validation;
    this.cache = cache;
    this.written = written;
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
  public List<Track> assemble() {
    List<Track> tracks = new ArrayList<>();
    configured.forEach(track -> tracks.add(assemble(track)));
    if (analysis.isOn()) {
      checkAnalysis(tracks);
    }
    if (validation.measuresLoss()) {
      tracks.forEach(this::checkHeldOutLoss);
    }
    problems.throwIfAny(written.source());
    return tracks;
  }

  private Track assemble(ConfiguredTrack track) {
    String key = "track." + track.name() + ".";
    Objective objective = track.objective().create(context);
    List<TrackShape> shapes = shapes(key, track, objective);
    checkReferences(key, track, objective);
    DataSource data = resources.add(track.data().create(context));
    checkSamples(key + "data", track.data().name(), track, objective, data);
    Batches batches = batches(track.settings());
    TrackSamples samples = samples(key, track, objective, data);
    return new Track(
        track.name(),
        objective,
        sorted(key, samples.training(), shapes),
        samples.heldOut().map(source -> sorted(key, source, shapes)),
        batches,
        cache.variants());
  }

  private List<TrackShape> shapes(String key, ConfiguredTrack track, Objective objective) {
    ShapeFitting fitting = new ShapeFitting(backbone, context.notices());
    return new TrackShapes(fitting, problems).of(key, track, objective);
  }

  private static ShapedSamples sorted(String key, DataSource source, List<TrackShape> shapes) {
    try {
      return ShapedSamples.sort(source, shapes);
    } catch (InputException e) {
      throw new InputException(key + "buckets: " + e.getMessage(), e);
    }
  }

  private static Batches batches(TrackSettings settings) {
    int batch = settings.batchSize();
    return new Batches(
        batch,
        settings.microBatchSize().map(size -> size.samples().orElse(batch)).orElse(batch),
        settings.analysisBatchSize().orElse(batch),
        settings.microBatchSize().filter(size -> size.samples().isEmpty()).isPresent());
  }

  private TrackSamples samples(
      String key, ConfiguredTrack track, Objective objective, DataSource data) {
    TrackSamples samples = TrackSamples.split(key, data, track.settings(), problems);
    if (track.analysisData().isEmpty()) {
      return samples;
    }
    ComponentChoice<DataSource> choice = track.analysisData().get();
    if (choice.isSame(track.data())) {
      problems.add(
          "%sanalysis_data is the same as %sdata, which is trained on: choose other samples, or hold some out with %sheld_out"
              .formatted(key, key, key));
    }
    DataSource other = resources.add(choice.create(context));
    checkSamples(key + "analysis_data", choice.name(), track, objective, other);
    return new TrackSamples(samples.training(), Optional.of(other));
  }

  private void checkReferences(String key, ConfiguredTrack track, Objective objective) {
    Set<ReferenceMode> wanted = objective.references();
    if (!wanted.isEmpty() && Collections.disjoint(wanted, backbone.references())) {
      problems.add(
          "%sobjective.name = %s gives the model a reference by %s; the backbone %s takes %s: choose another backbone, or an objective without a reference"
              .formatted(
                  key,
                  track.objective().name(),
                  EnumWord.list(wanted),
                  backbone.name(),
                  backbone.references().isEmpty() ? "none" : EnumWord.list(backbone.references())));
    }
  }

  private void checkSamples(
      String key, String name, ConfiguredTrack track, Objective objective, DataSource data) {
    if (!objective.sampleType().isAssignableFrom(data.sampleType())) {
      problems.add(
          "%s.name = %s gives samples of the kind %s; the objective %s takes %s"
              .formatted(
                  key,
                  name,
                  data.sampleType().getSimpleName(),
                  track.objective().name(),
                  objective.sampleType().getSimpleName()));
    }
  }

  private void checkAnalysis(List<Track> tracks) {
    List<String> all = tracks.stream().map(Track::name).toList();
    List<String> names = analysis.compared(all);
    if (names.size() != 2 || !all.containsAll(names)) {
      problems.add(
          String.format(
              Locale.ROOT,
              "analysis.steps = %d: gradients of two tracks are compared; name them in"
                  + " analysis.tracks, of %s",
              analysis.steps(),
              String.join(", ", all)));
      return;
    }
    for (Track track : tracks) {
      if (names.contains(track.name())) {
        checkHeldOut(track);
      }
    }
  }

  private void checkHeldOutLoss(Track track) {
    if (track.heldOut().isEmpty()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "validation.loss_steps = %d needs samples that track %s never trains on: set"
                  + " track.%s.held_out, or track.%s.analysis_data.name",
              validation.lossSteps(),
              track.name(),
              track.name(),
              track.name()));
    }
  }

  private void checkHeldOut(Track track) {
    long found = track.heldOut().map(ShapedSamples::size).orElse(0L);
    if (found < track.batches().analysis()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "analysis.steps = %d needs %d samples that track %s never trains on, found %d: set"
                  + " track.%s.held_out, or track.%s.analysis_data.name",
              analysis.steps(),
              track.batches().analysis(),
              track.name(),
              found,
              track.name(),
              track.name()));
    }
  }
}
