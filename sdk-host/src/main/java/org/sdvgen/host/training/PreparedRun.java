package org.sdvgen.host.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.checkpoint.CheckpointStore;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.Retention;
import org.sdvgen.host.checkpoint.SkippedSteps;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.RunConfig;
import org.sdvgen.host.config.TrackConfig;

/**
 * A run in which everything is checked that can be checked before the first step.
 *
 * @param parts what the run works with
 * @param weights what is trained
 * @param state what changes while the run goes on
 * @param store keeps checkpoints
 * @param resume the checkpoint to go on from, if there is one
 * @param plan what the run will do
 */
record PreparedRun(
    TrainingParts parts,
    TrainedWeights weights,
    RunState state,
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
    CheckpointSettings settings = parts.config().checkpoints();
    TrainedWeights weights = TrainedWeights.of(parts);
    weights.begin();
    RunState state = new RunState(parts, parts.backbone().parameters().fingerprint());
    CheckpointStore store =
        new CheckpointStore(
            settings.outputDir(),
            new Retention(settings.checkpointsTotalLimit(), settings.checkpointsKeepEvery()));
    Optional<ResumePoint> resume =
        ResumePoint.choose(settings.outputDir(), settings.resumeFromCheckpoint(), parts.notices());
    if (resume.isPresent()) {
      TrainerState now = state.describe(0, Map.of(), SkippedSteps.NONE);
      ResumeCheck.check(resume.get(), now);
      ResumeCheck.compareRecipe(resume.get(), now, settings.resumeChangedRecipe(), parts.notices());
    }
    TrainingPlan plan = plan(parts, resume);
    sayIfWarmupIsTooLong(parts, plan);
    return new PreparedRun(parts, weights, state, store, resume, plan);
  }

  /** What an optimizer changes. */
  List<Parameter> trainable() {
    return parts.backbone().parameters().trainable();
  }

  private static TrainingPlan plan(TrainingParts parts, Optional<ResumePoint> resume) {
    RunConfig config = parts.config();
    List<TrainingPlan.Track> tracks = new ArrayList<>();
    for (int i = 0; i < parts.tracks().size(); i++) {
      Track track = parts.tracks().get(i);
      TrackConfig chosen = config.tracks().get(i);
      tracks.add(
          new TrainingPlan.Track(
              track.name(),
              chosen.objective().describe(),
              chosen.data().name(),
              track.data().size(),
              track.batchSize(),
              track.microBatchSize(),
              track.data().shapeCounts()));
    }
    return new TrainingPlan(
        config.backbone().name(),
        parts.backbone().parameters().trainable().stream()
            .mapToLong(parameter -> parameter.value().size())
            .sum(),
        resume.map(point -> point.state().step()).orElse(0L),
        config.run().maxTrainSteps(),
        config.policy().orElseThrow().describe(),
        config.updateRules().stream().map(ComponentChoice::describe).toList(),
        tracks,
        config.checkpoints().outputDir(),
        resume.map(ResumePoint::folder));
  }

  private static void sayIfWarmupIsTooLong(TrainingParts parts, TrainingPlan plan) {
    long warmup = parts.config().schedule().lrWarmupSteps();
    if (warmup >= plan.maxSteps()) {
      parts
          .notices()
          .say(
              String.format(
                      Locale.ROOT,
                      "lr_warmup_steps = %d is not below max_train_steps = %d: the learning rate"
                          + " never",
                      warmup,
                      plan.maxSteps())
                  + " reaches its full height");
    }
  }
}
