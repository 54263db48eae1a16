package org.sdvgen.host.training;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfiguredTrack;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.ScheduleSettings;
import org.sdvgen.host.samples.Track;

/** Says what a run will do. */
public final class RunPlanner {
  private final ComponentChoice<Backbone> backbone;
  private final Optional<ComponentChoice<SwitchPolicy>> policy;
  private final List<ComponentChoice<UpdateRule>> rules;
  private final List<ConfiguredTrack> choices;
  private final List<Track> tracks;
  private final RunSettings run;
  private final ScheduleSettings schedule;
  private final CheckpointSettings checkpoints;
  private final Notices notices;

  /**
   * Ready to plan.
   *
   * @param backbone the model's name
   * @param policy picks the track of a step
   * @param rules changes to the gradient
   * @param choices objectives and data of the tracks
   * @param tracks the tracks, in the same order
   * @param run the number of steps
   * @param schedule the warm-up
   * @param checkpoints the output directory
   * @param notices takes sentences for the user
   */
  @Inject
  RunPlanner(
      ComponentChoice<Backbone> backbone,
      Optional<ComponentChoice<SwitchPolicy>> policy,
      List<ComponentChoice<UpdateRule>> rules,
      List<ConfiguredTrack> choices,
      List<Track> tracks,
      RunSettings run,
      ScheduleSettings schedule,
      CheckpointSettings checkpoints,
      Notices notices) {
    this.backbone = backbone;
    this.policy = policy;
    this.rules = rules;
    this.choices = choices;
    this.tracks = tracks;
    this.run = run;
    this.schedule = schedule;
    this.checkpoints = checkpoints;
    this.notices = notices;
  }

  /**
   * Plans a run that has been checked.
   *
   * @param trainableParameters how many numbers are trained
   * @param threads threads of the model's operations
   * @param resume the checkpoint to resume from, if there is one
   * @return the plan
   */
  TrainingPlan plan(
      long trainableParameters, ComputeThreads threads, Optional<ResumePoint> resume) {
    List<TrainingPlan.Track> planned = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      ConfiguredTrack chosen = choices.get(i);
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
    checkWarmup();
    return new TrainingPlan(
        backbone.name(),
        trainableParameters,
        resume.map(point -> point.state().step()).orElse(0L),
        run.maxTrainSteps(),
        policy.orElseThrow().describe(),
        rules.stream().map(ComponentChoice::describe).toList(),
        planned,
        threads,
        checkpoints.outputDir(),
        resume.map(ResumePoint::folder));
  }

  private void checkWarmup() {
    long warmup = schedule.lrWarmupSteps();
    if (warmup >= run.maxTrainSteps()) {
      notices.say(
          String.format(
              Locale.ROOT,
              "lr_warmup_steps = %d is not below max_train_steps = %d: the learning rate never"
                  + " reaches its full height",
              warmup,
              run.maxTrainSteps()));
    }
  }
}
