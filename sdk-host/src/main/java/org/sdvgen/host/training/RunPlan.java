package org.sdvgen.host.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.TrainerState;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.config.ConfiguredTrack;
import org.sdvgen.host.config.TrainableSettings;
import org.sdvgen.host.samples.DataFingerprint;
import org.sdvgen.host.samples.Track;

/** Says what a run will do. */
public final class RunPlan {
  private RunPlan() {}

  /**
   * Plans a run whose model is not loaded. A checkpoint to resume from is compared with the run in
   * all but the pretrained weights.
   *
   * @param config the configuration
   * @param tracks the tracks in the configured order
   * @param policy picks the track of a step
   * @param outline the model without its weights
   * @param notices takes sentences for the user
   * @return the plan
   * @throws org.sdvgen.api.error.InputException if what is to be trained does not fit the model, or
   *     the checkpoint to resume from does not fit the run
   */
  public static TrainingPlan withoutWeights(
      ConfiguredRun config,
      List<Track> tracks,
      SwitchPolicy policy,
      BackboneOutline outline,
      Notices notices) {
    TrainedWeights.checkSettings(config);
    long parameters =
        outline.trainable(selection(config)).values().stream()
            .mapToLong(shape -> shape.size())
            .sum();
    Optional<ResumePoint> resume = resumePoint(config, notices);
    if (resume.isPresent()) {
      TrainerState then = resume.get().state();
      RunIdentity identity =
          new RunIdentity(
              config,
              tracks,
              DataFingerprint.of(tracks),
              policy,
              then.fingerprint(),
              then.model(),
              then.environment());
      checkResume(resume.get(), identity, notices);
    }
    Selection all = new Selection.Base(List.of(".*"));
    ComputeThreads threads =
        ComputeThreads.of(config.run().threads(), outline.trainable(all).values());
    return of(config, tracks, parameters, threads, resume, notices);
  }

  /** What is chosen for training: the adapter, or weights of the model itself. */
  static Selection selection(ConfiguredRun config) {
    return config.trainable().mode() == TrainableSettings.Mode.BASE
        ? new Selection.Base(config.trainable().patterns())
        : new Selection.Adapter(config.lora());
  }

  /** Chooses the checkpoint to resume from, if there is one. */
  static Optional<ResumePoint> resumePoint(ConfiguredRun config, Notices notices) {
    CheckpointSettings settings = config.checkpoints();
    return ResumePoint.choose(settings.outputDir(), settings.resumeFromCheckpoint(), notices);
  }

  /** Refuses a checkpoint that does not fit the run. */
  static void checkResume(ResumePoint point, RunIdentity identity, Notices notices) {
    TrainerState now = identity.at(0);
    new ResumeCheck(point, now, identity.config(), notices).check();
  }

  /** Plans a run that has been checked. */
  static TrainingPlan of(
      ConfiguredRun config,
      List<Track> tracks,
      long trainableParameters,
      ComputeThreads threads,
      Optional<ResumePoint> resume,
      Notices notices) {
    List<TrainingPlan.Track> planned = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      ConfiguredTrack chosen = config.tracks().get(i);
      planned.add(
          new TrainingPlan.Track(
              track.name(),
              chosen.objective().describe(),
              chosen.data().name(),
              track.data().size(),
              track.batchSize(),
              track.microBatchSize(),
              track.data().shapeCounts()));
    }
    long warmup = config.schedule().lrWarmupSteps();
    if (warmup >= config.run().maxTrainSteps()) {
      notices.say(
          String.format(
              Locale.ROOT,
              "lr_warmup_steps = %d is not below max_train_steps = %d: the learning rate never"
                  + " reaches its full height",
              warmup,
              config.run().maxTrainSteps()));
    }
    return new TrainingPlan(
        config.backbone().name(),
        trainableParameters,
        resume.map(point -> point.state().step()).orElse(0L),
        config.run().maxTrainSteps(),
        config.policy().orElseThrow().describe(),
        config.updateRules().stream().map(ComponentChoice::describe).toList(),
        planned,
        threads,
        config.checkpoints().outputDir(),
        resume.map(ResumePoint::folder));
  }
}
