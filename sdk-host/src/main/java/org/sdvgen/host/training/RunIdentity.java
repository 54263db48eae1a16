package org.sdvgen.host.training;

import ai.djl.ndarray.NDManager;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.host.checkpoint.SkippedSteps;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.model.Environment;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.host.samples.DataFingerprint;
import org.sdvgen.host.samples.Track;

/** Says in a checkpoint's words which run it belongs to. */
public final class RunIdentity {
  /** The beginning of the words in an environment that stand for a plugin's version. */
  static final String PLUGIN = "plugin ";

  private final RunSettings run;
  private final ComponentChoice<Backbone> backbone;
  private final Optional<ComponentChoice<SwitchPolicy>> policyChoice;
  private final List<Track> tracks;
  private final SwitchPolicy policy;
  private final WrittenSettings written;
  private final PluginRegistry plugins;

  /**
   * The identity of the configured run.
   *
   * @param run the seed
   * @param backbone the backbone's name
   * @param policyChoice the policy's name
   * @param tracks the tracks in the configured order
   * @param policy picks the track of a step
   * @param written the configuration
   * @param plugins the versions of those in use
   */
  @Inject
  RunIdentity(
      RunSettings run,
      ComponentChoice<Backbone> backbone,
      Optional<ComponentChoice<SwitchPolicy>> policyChoice,
      List<Track> tracks,
      SwitchPolicy policy,
      WrittenSettings written,
      PluginRegistry plugins) {
    this.run = run;
    this.backbone = backbone;
    this.policyChoice = policyChoice;
    this.tracks = tracks;
    this.policy = policy;
    this.written = written;
    this.plugins = plugins;
  }

  /**
   * Describes the run with its model; the data are looked at.
   *
   * @param model the loaded model
   * @return the state before the first step
   * @throws org.sdvgen.api.error.InputException if a file of the data cannot be read
   */
  TrainerState with(Backbone model) {
    try (NDManager scope = model.newScope()) {
      return describe(
          model.parameters().fingerprint(),
          model.fingerprint(),
          Environment.describe(scope.getDevice()));
    }
  }

  /**
   * Describes the run before its model is loaded, which is taken to be the one of a checkpoint; the
   * data are looked at.
   *
   * @param then the checkpoint's state
   * @return the state before the first step
   * @throws org.sdvgen.api.error.InputException if a file of the data cannot be read
   */
  TrainerState withModelOf(TrainerState then) {
    return describe(then.fingerprint(), then.model(), then.environment());
  }

  private TrainerState describe(String weights, String model, Map<String, String> environment) {
    Map<String, String> data = DataFingerprint.of(tracks);
    Map<String, TrackState> states = new LinkedHashMap<>();
    for (Track track : tracks) {
      String samples = data.getOrDefault(track.name(), TrainerState.UNKNOWN);
      int micro = track.choosesMicroBatch() ? track.microBatchSize() : 0;
      states.put(
          track.name(), new TrackState(0, track.batchSize(), track.data().size(), samples, micro));
    }
    Map<String, String> surroundings = new TreeMap<>(environment);
    surroundings.keySet().removeIf(key -> key.startsWith(PLUGIN));
    plugins.versions().forEach((name, version) -> surroundings.put(PLUGIN + name, version));
    return new TrainerState(
        0,
        run.seed(),
        backbone.name(),
        weights,
        model,
        states,
        SkippedSteps.NONE,
        policyChoice.orElseThrow().name(),
        policy.state(),
        written.text(),
        surroundings,
        Map.of(),
        Map.of());
  }
}
