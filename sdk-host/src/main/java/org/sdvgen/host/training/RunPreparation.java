package org.sdvgen.host.training;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.Retention;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.RunSettings;

/** Prepares a run: makes what is trained, and chooses and checks what is resumed. */
public final class RunPreparation {
  private final Backbone backbone;
  private final Provider<TrainedWeights> weights;
  private final RunIdentity identity;
  private final Resumption resumption;
  private final RunPlanner planner;
  private final RunSettings run;
  private final CheckpointSettings checkpoints;

  /**
   * Ready to prepare.
   *
   * @param backbone the model
   * @param weights makes what is trained
   * @param identity compared with the checkpoint to resume from
   * @param resumption chooses that checkpoint
   * @param planner says what the run will do
   * @param run threads
   * @param checkpoints where checkpoints are, and which of them stay
   */
  @Inject
  RunPreparation(
      Backbone backbone,
      Provider<TrainedWeights> weights,
      RunIdentity identity,
      Resumption resumption,
      RunPlanner planner,
      RunSettings run,
      CheckpointSettings checkpoints) {
    this.backbone = backbone;
    this.weights = weights;
    this.identity = identity;
    this.resumption = resumption;
    this.planner = planner;
    this.run = run;
    this.checkpoints = checkpoints;
  }

  /**
   * Prepares the run.
   *
   * @return the run
   * @throws org.sdvgen.api.error.InputException if what is to be trained does not fit the model, or
   *     the checkpoint to resume from does not fit the run
   */
  PreparedRun prepare() {
    TrainedWeights trained = weights.get();
    TrainerState now = identity.with(backbone);
    CheckpointStore store =
        new CheckpointStore(
            checkpoints.outputDir(),
            new Retention(checkpoints.checkpointsTotalLimit(), checkpoints.checkpointsKeepEvery()));
    Optional<ResumePoint> resume = resumption.choose();
    resume.ifPresent(point -> resumption.compare(point, now).check());
    long trainable =
        trained.present().parameters().stream()
            .mapToLong(parameter -> parameter.value().size())
            .sum();
    ComputeThreads threads =
        ComputeThreads.of(run.threads(), backbone.parameters().base().values());
    TrainingPlan plan = planner.plan(trainable, threads, resume);
    return new PreparedRun(trained, now, store, resume, plan);
  }
}
