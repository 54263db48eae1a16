package org.sdvgen.host.training;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.host.checkpoint.SkippedSteps;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.samples.DataFingerprint;
import org.sdvgen.host.samples.Track;

/**
 * What a checkpoint says of the run that it belongs to.
 *
 * @param config the configuration
 * @param tracks the tracks in the configured order
 * @param data fingerprints of what the tracks train on, by track
 * @param policy picks the track of a step
 * @param fingerprint digest of the pretrained weights
 * @param model digest of everything that the model was read from
 * @param environment what beside the recipe decides the last bits, by a word each
 */
record RunIdentity(
    ConfiguredRun config,
    List<Track> tracks,
    Map<String, String> data,
    SwitchPolicy policy,
    String fingerprint,
    String model,
    Map<String, String> environment) {

  /**
   * Identifies a run whose model is loaded; the data are looked at.
   *
   * @param parts what the run works with
   * @return the identity
   * @throws org.sdvgen.api.error.InputException if a file of the data cannot be read
   */
  static RunIdentity of(TrainingParts parts) {
    try (NDManager scope = parts.backbone().newScope()) {
      return new RunIdentity(
          parts.config(),
          parts.tracks(),
          DataFingerprint.of(parts.tracks()),
          parts.policy(),
          parts.backbone().parameters().fingerprint(),
          parts.backbone().fingerprint(),
          Environment.describe(scope.getDevice()));
    }
  }

  /**
   * The state of the run as its checkpoints have it, but for what its parts add to them.
   *
   * @param step optimizer steps taken
   * @return the state of a run that has taken no sample
   */
  TrainerState at(long step) {
    Map<String, TrackState> states = new LinkedHashMap<>();
    for (Track track : tracks) {
      String samples = data.getOrDefault(track.name(), TrainerState.UNKNOWN);
      states.put(track.name(), new TrackState(0, track.batchSize(), track.data().size(), samples));
    }
    return new TrainerState(
        step,
        config.run().seed(),
        config.backbone().name(),
        fingerprint,
        model,
        states,
        SkippedSteps.NONE,
        config.policy().orElseThrow().name(),
        policy.state(),
        config.text(),
        environment,
        Map.of(),
        Map.of());
  }
}
