package org.sdvgen.host.training;

import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.TrainerState;

/**
 * A run in which everything is checked that can be checked before the first step.
 *
 * @param weights the trained weights
 * @param identity the run as its checkpoints describe it, before the first step
 * @param store keeps checkpoints
 * @param resume the checkpoint to resume from, if there is one
 * @param plan the run's plan
 */
record PreparedRun(
    TrainedWeights weights,
    TrainerState identity,
    CheckpointStore store,
    Optional<ResumePoint> resume,
    TrainingPlan plan) {
  /** The weights that a denoiser uses. */
  Tuning tuning() {
    return Tuning.of(weights.present());
  }

  /** The parameters that an optimizer changes. */
  List<Parameter> trainable() {
    return weights.present().parameters();
  }
}
