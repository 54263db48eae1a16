package org.sdvgen.host.training;

import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.Retention;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ConfiguredRun;

/**
 * A run in which everything is checked that can be checked before the first step.
 *
 * @param parts what the run works with
 * @param weights what is trained
 * @param identity what checkpoints say of the run
 * @param store keeps checkpoints
 * @param resume the checkpoint to resume from, if there is one
 * @param plan what the run will do
 */
record PreparedRun(
    TrainingParts parts,
    TrainedWeights weights,
    RunIdentity identity,
    CheckpointStore store,
    Optional<ResumePoint> resume,
    TrainingPlan plan) {
  /**
   * Prepares a run.
   *
   * @param parts what the run works with
   * @throws org.sdvgen.api.error.InputException if what is to be trained does not fit the model, or
   *     the checkpoint to resume from does not fit the run
   */
  static PreparedRun of(TrainingParts parts) {
    ConfiguredRun config = parts.config();
    TrainedWeights weights = TrainedWeights.begin(parts);
    RunIdentity identity = RunIdentity.of(parts);
    CheckpointSettings settings = config.checkpoints();
    CheckpointStore store =
        new CheckpointStore(
            settings.outputDir(),
            new Retention(settings.checkpointsTotalLimit(), settings.checkpointsKeepEvery()));
    Optional<ResumePoint> resume = RunPlan.resumePoint(config, parts.notices());
    resume.ifPresent(point -> RunPlan.checkResume(point, identity, parts.notices()));
    long trainable =
        weights.present().parameters().stream()
            .mapToLong(parameter -> parameter.value().size())
            .sum();
    ComputeThreads threads =
        ComputeThreads.of(config.run().threads(), parts.backbone().parameters().base().values());
    TrainingPlan plan =
        RunPlan.of(config, parts.tracks(), trainable, threads, resume, parts.notices());
    return new PreparedRun(parts, weights, identity, store, resume, plan);
  }

  /** What a denoiser uses of this run. */
  Tuning tuning() {
    return Tuning.of(weights.present());
  }

  /** What an optimizer changes. */
  List<Parameter> trainable() {
    return weights.present().parameters();
  }
}
