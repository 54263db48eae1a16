package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.config.Setting;
import org.sdvgen.host.ComputeThreads;

/**
 * The run as a whole; its keys stand at the top level.
 *
 * @param seed seeds the adapter's initial values and every draw
 * @param maxTrainSteps optimizer steps of the whole run
 * @param initialAdapter an adapter file that training starts from; {@code lora.*} must describe it
 * @param dataloaderNumWorkers threads that read samples ahead of the trainer
 * @param threads CPU threads that share one operation of the model: {@code auto} or a number
 * @param reportTo for which viewer the figures are written, beside those files that every run has
 * @param maxSkippedSteps steps in a row that may be skipped because loss or gradient is not finite
 */
public record RunSettings(
    @Setting(doc = "Seeds initial values and every draw", defaultValue = "42") long seed,
    @Setting(doc = "Optimizer steps of the whole run", defaultValue = "4000") long maxTrainSteps,
    @Setting(doc = "Adapter file to start training from") Optional<Path> initialAdapter,
    @Setting(
            doc =
                "Threads that read samples ahead, 0 to read on the trainer's; the result does not"
                    + " depend on it",
            defaultValue = "2",
            decidesResult = false)
        int dataloaderNumWorkers,
    @Setting(
            doc = "CPU threads that share one operation of the model: auto or a number",
            defaultValue = "auto",
            decidesResult = false)
        String threads,
    @Setting(
            doc =
                "Viewer that figures are written for, beside metrics.jsonl: an event file for"
                    + " TensorBoard in output_dir, or none",
            defaultValue = "tensorboard",
            decidesResult = false)
        ReportTo reportTo,
    @Setting(
            doc =
                "Steps in a row that may be skipped for a loss or gradient that is not finite;"
                    + " after more the run stops and leaves that step's samples, seeds and"
                    + " parameters in diverged-step-N",
            defaultValue = "5",
            decidesResult = false)
        int maxSkippedSteps) {
  /** Checks the ranges. */
  public RunSettings {
    if (maxTrainSteps < 1) {
      throw new IllegalArgumentException("max_train_steps must be at least 1: " + maxTrainSteps);
    }
    if (dataloaderNumWorkers < 0) {
      throw new IllegalArgumentException(
          "dataloader_num_workers must not be negative: " + dataloaderNumWorkers);
    }
    if (!ComputeThreads.isSetting(threads)) {
      throw new IllegalArgumentException(
          "threads must be auto or a number from 1 to 1024: " + threads);
    }
    if (maxSkippedSteps < 0) {
      throw new IllegalArgumentException(
          "max_skipped_steps must not be negative: " + maxSkippedSteps);
    }
  }
}
