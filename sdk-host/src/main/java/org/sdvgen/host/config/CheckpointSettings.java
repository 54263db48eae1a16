package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.config.Setting;

/**
 * Where results go and how a run is resumed; its keys stand at the top level.
 *
 * @param outputDir holds checkpoints, metrics and the trained adapter
 * @param checkpointingSteps steps between two checkpoints
 * @param checkpointsTotalLimit how many checkpoints are kept; empty for all
 * @param resumeFromCheckpoint {@code auto} for the newest if there is one, {@code latest} for the
 *     newest, {@code never}, or a checkpoint's folder, also by its name within {@code output_dir}
 */
public record CheckpointSettings(
    @Setting(doc = "Holds checkpoints, metrics and the adapter", defaultValue = "output")
        Path outputDir,
    @Setting(doc = "Steps between two checkpoints", defaultValue = "50") long checkpointingSteps,
    @Setting(doc = "How many checkpoints are kept (default: all)")
        Optional<Integer> checkpointsTotalLimit,
    @Setting(doc = "auto, latest, never, or a checkpoint's folder", defaultValue = "auto")
        String resumeFromCheckpoint) {
  /** Checks the ranges. */
  public CheckpointSettings {
    if (checkpointingSteps < 1) {
      throw new IllegalArgumentException(
          "checkpointing_steps must be at least 1: " + checkpointingSteps);
    }
    if (checkpointsTotalLimit.isPresent() && checkpointsTotalLimit.get() < 1) {
      throw new IllegalArgumentException(
          "checkpoints_total_limit must be at least 1: " + checkpointsTotalLimit.get());
    }
    if (resumeFromCheckpoint.isBlank()) {
      throw new IllegalArgumentException("resume_from_checkpoint must not be empty");
    }
  }
}
