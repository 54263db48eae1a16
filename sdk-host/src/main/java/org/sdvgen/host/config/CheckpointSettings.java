package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.config.Setting;

/**
 * The output directory, checkpoints and resuming; the keys stand at the top level.
 *
 * @param outputDir holds checkpoints, metrics and the trained adapter
 * @param checkpointingSteps steps between two checkpoints
 * @param checkpointsTotalLimit how many checkpoints are kept; empty for all
 * @param checkpointsKeepEvery checkpoints of multiples of this step are always kept; empty for none
 * @param resumeFromCheckpoint {@code auto} for the newest if there is one, {@code latest} for the
 *     newest, {@code never}, or a checkpoint's folder, also by its name within {@code output_dir}
 * @param resumeChangedRecipe whether to resume although settings that decide the result have
 *     changed
 */
public record CheckpointSettings(
    @Setting(
            doc = "Takes checkpoints, metrics and the result",
            defaultValue = "output",
            decidesResult = false)
        Path outputDir,
    @Setting(doc = "Steps between two checkpoints", defaultValue = "50", decidesResult = false)
        long checkpointingSteps,
    @Setting(
            doc =
                "Number of checkpoints that are kept; older ones go after the new one is safe"
                    + " (default: all)",
            decidesResult = false)
        Optional<Integer> checkpointsTotalLimit,
    @Setting(
            doc =
                "Checkpoints of multiples of this step are kept whatever their age (default: none)",
            decidesResult = false)
        Optional<Integer> checkpointsKeepEvery,
    @Setting(
            doc =
                "auto (the newest whole one, if any), latest (there must be one), never, or a"
                    + " folder",
            defaultValue = "auto",
            decidesResult = false)
        String resumeFromCheckpoint,
    @Setting(
            doc =
                "Resume although settings that decide the result have changed, which is refused"
                    + " otherwise",
            defaultValue = "false",
            decidesResult = false)
        boolean resumeChangedRecipe) {
  /** Checks the ranges. */
  public CheckpointSettings {
    if (checkpointingSteps < 1) {
      throw new IllegalArgumentException(
          "checkpointing_steps must be at least 1: " + checkpointingSteps);
    }
    atLeastOne("checkpoints_total_limit", checkpointsTotalLimit);
    atLeastOne("checkpoints_keep_every", checkpointsKeepEvery);
    if (resumeFromCheckpoint.isBlank()) {
      throw new IllegalArgumentException("resume_from_checkpoint must not be empty");
    }
  }

  private static void atLeastOne(String key, Optional<Integer> value) {
    if (value.isPresent() && value.get() < 1) {
      throw new IllegalArgumentException(key + " must be at least 1: " + value.get());
    }
  }
}
