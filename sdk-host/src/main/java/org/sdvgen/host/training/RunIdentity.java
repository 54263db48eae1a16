package org.sdvgen.host.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.host.checkpoint.SkippedSteps;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.samples.SampleFeed;
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
   * Describes where the run stands.
   *
   * @param step optimizer steps taken
   * @param feeds the tracks' streams
   * @param skipped steps that changed nothing
   * @return the state without the files' sizes and checksums
   */
  TrainerState describe(long step, Map<String, SampleFeed> feeds, SkippedSteps skipped) {
    Map<String, TrackState> states = new LinkedHashMap<>();
    for (Track track : tracks) {
      SampleFeed feed = feeds.get(track.name());
      long position = feed == null ? 0 : feed.position();
      String samples = data.getOrDefault(track.name(), TrainerState.UNKNOWN);
      states.put(
          track.name(), new TrackState(position, track.batchSize(), track.data().size(), samples));
    }
    return new TrainerState(
        step,
        config.run().seed(),
        config.backbone().name(),
        fingerprint,
        model,
        states,
        skipped,
        config.policy().orElseThrow().name(),
        policy.state(),
        config.text(),
        environment,
        Map.of(),
        Map.of());
  }
}
