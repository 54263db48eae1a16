package org.sdvgen.host.training;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.StepOutcome;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.config.ScheduleSettings;

/** Takes single optimizer steps: choose a track, accumulate its gradient, update. */
final class StepTaker {
  private final TrainingParts parts;
  private final GradientAccumulator accumulator;
  private final ParameterUpdate update;
  private final GradientBuffer gradients;
  private final LearningRateSchedule schedule;

  /**
   * Ready for any step.
   *
   * @param parts policy, draws, clock and settings
   * @param accumulator computes gradients
   * @param update changes the parameters
   * @param gradients holds a step's gradient; cleared before every step
   */
  StepTaker(
      TrainingParts parts,
      GradientAccumulator accumulator,
      ParameterUpdate update,
      GradientBuffer gradients) {
    this.parts = parts;
    this.accumulator = accumulator;
    this.update = update;
    this.gradients = gradients;
    schedule = schedule(parts.config());
  }

  private static LearningRateSchedule schedule(ConfiguredRun config) {
    ScheduleSettings settings = config.schedule();
    return new LearningRateSchedule(
        settings.lrScheduler(),
        config.optimizer().learningRate(),
        settings.lrWarmupSteps(),
        config.run().maxTrainSteps(),
        settings.lrNumCycles());
  }

  /**
   * Takes a step.
   *
   * @param step the step, from 0
   * @return what it came to; skipped, with the parameters unchanged, if loss or gradient are not
   *     finite
   * @throws org.sdvgen.api.error.InputException if a sample does not load
   */
  TakenStep take(long step) {
    LongSupplier clock = parts.nanoTime();
    long begin = clock.getAsLong();
    ConfiguredRun config = parts.config();
    long maxSteps = config.run().maxTrainSteps();
    SwitchPolicy policy = parts.policy();
    TrackChoice choice =
        policy.select(
            new TrainingProgress(step, maxSteps, config.trackNames()),
            new StepDraws(parts.draws(), parts.seed(), step, Trainer.SWITCH_SCOPE));
    gradients.clear();
    StepGradient gradient = accumulator.accumulate(step, choice, gradients);
    double rate = schedule.at(step);
    Optional<String> problem = gradient.problem();
    double norm = problem.isPresent() ? Double.NaN : update.apply(step, choice, gradients, rate);
    if (problem.isEmpty() && !Double.isFinite(norm)) {
      problem = Optional.of("the gradient's norm is " + norm);
    }
    if (problem.isEmpty()) {
      policy.observe(new StepOutcome(step, gradient.losses(), norm));
    }
    double seconds = (clock.getAsLong() - begin) / 1e9;
    StepReport report =
        new StepReport(
            step,
            maxSteps,
            problem,
            gradient.losses(),
            norm,
            rate,
            seconds,
            gradient.samples(),
            gradient.details());
    return new TakenStep(report, gradient.suspects());
  }

  /**
   * A step that was taken.
   *
   * @param report its figures
   * @param suspects the micro-batches to look at if it was skipped
   */
  record TakenStep(StepReport report, List<StepGradient.Part> suspects) {}
}
