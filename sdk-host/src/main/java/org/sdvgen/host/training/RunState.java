package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.host.checkpoint.SkippedSteps;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.samples.DataFingerprint;
import org.sdvgen.host.samples.SampleFeed;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/** Everything that changes while a run goes on, to and from the files of a checkpoint. */
final class RunState {
  private static final String OPTIMIZER = "optimizer.safetensors";

  private final TrainingParts parts;
  private final RunIdentity identity;
  private final RuleMemory rules;

  /**
   * The state of a run; the data are looked at.
   *
   * @param parts what the run works with
   * @throws org.sdvgen.api.error.InputException if a file of the data cannot be read
   */
  RunState(TrainingParts parts) {
    this.parts = parts;
    rules = new RuleMemory(parts.rules());
    try (NDManager scope = parts.backbone().newScope()) {
      Map<String, String> environment = Environment.describe(scope.getDevice());
      identity =
          new RunIdentity(
              parts.config(),
              parts.tracks(),
              DataFingerprint.of(parts.tracks()),
              parts.policy(),
              parts.backbone().parameters().fingerprint(),
              parts.backbone().fingerprint(),
              environment);
    }
  }

  /**
   * Describes where the run stands.
   *
   * @param step optimizer steps taken
   * @param feeds the tracks' streams
   * @param skipped steps that changed nothing
   * @return the state without the files' sizes and checksums
   */
  TrainerState describe(long step, Map<String, SampleFeed> feeds, SkippedSteps skipped) {
    return identity.describe(step, feeds, skipped);
  }

  /** Returns what a checkpoint says of this run. */
  RunIdentity identity() {
    return identity;
  }

  /**
   * Writes optimizer and rules.
   *
   * @param folder the new checkpoint's folder
   * @param update has the optimizer
   * @param previous the run's last checkpoint; what has not changed since is held in common with it
   */
  void write(Path folder, ParameterUpdate update, Optional<Path> previous) {
    SafetensorsWriter.write(folder.resolve(OPTIMIZER), update.optimizerState(), Map.of());
    rules.write(folder, previous);
  }

  /**
   * Puts back optimizer, rules, policy and streams; the trained weights must have been loaded
   * before.
   *
   * @param folder the checkpoint's folder
   * @param state its state
   * @param update takes the optimizer's arrays
   * @param feeds go on at their positions
   */
  void restore(
      Path folder, TrainerState state, ParameterUpdate update, Map<String, SampleFeed> feeds) {
    try (NDManager scope = parts.backbone().newScope()) {
      update.restoreOptimizer(read(scope, folder.resolve(OPTIMIZER)));
    }
    try (NDManager scope = parts.backbone().newScope()) {
      rules.restore(folder, scope);
    }
    parts.policy().restore(state.policyState());
    state
        .tracks()
        .forEach(
            (name, track) -> {
              SampleFeed feed = feeds.get(name);
              if (feed == null) {
                throw new IllegalStateException("no track " + name);
              }
              feed.seek(track.position());
            });
  }

  private static Map<String, NDArray> read(NDManager scope, Path file) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      for (String name : saved.entries().keySet()) {
        arrays.put(name, saved.readAsStored(scope, name));
      }
    }
    return arrays;
  }
}
