package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.StepOutcome;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/** The contract of switch policies. */
public abstract class SwitchPolicyContractTest {
  private static final int STEPS = 200;

  /** For subclasses. */
  protected SwitchPolicyContractTest() {}

  /**
   * Makes a policy.
   *
   * @param tracks the tracks of the run
   * @return a policy that has seen no step
   */
  protected abstract SwitchPolicy newPolicy(List<String> tracks);

  /**
   * The tracks of the run.
   *
   * @return names that the policy's settings know
   */
  protected List<String> tracks() {
    return List.of("identity", "motion");
  }

  /** Only tracks of the run are chosen. */
  @Test
  void choosesTracksOfTheRun() {
    SwitchPolicy policy = newPolicy(tracks());
    for (int step = 0; step < STEPS; step++) {
      assertTrue(tracks().containsAll(choose(policy, step).weights().keySet()));
    }
  }

  /** Choices are a function of the seed, the step and what was observed. */
  @Test
  void choosesAlikeInEqualRuns() {
    SwitchPolicy first = newPolicy(tracks());
    SwitchPolicy second = newPolicy(tracks());
    for (int step = 0; step < STEPS; step++) {
      assertEquals(choose(first, step), choose(second, step), "step " + step);
    }
  }

  /** A policy restored in the middle continues as if it had never stopped. */
  @Test
  void resumesUnchanged() {
    SwitchPolicy unbroken = newPolicy(tracks());
    SwitchPolicy resumed = newPolicy(tracks());
    for (int step = 0; step < STEPS; step++) {
      if (step == STEPS / 2 + 1) {
        Map<String, String> state = new HashMap<>(resumed.state());
        resumed = newPolicy(tracks());
        resumed.restore(state);
      }
      assertEquals(choose(unbroken, step), choose(resumed, step), "step " + step);
    }
  }

  private TrackChoice choose(SwitchPolicy policy, int step) {
    TrackChoice choice =
        policy.select(
            new TrainingProgress(step, STEPS, tracks()),
            new StepDraws(Draws.seeded(), 11, step, "switch"));
    Map<String, Double> losses = new HashMap<>();
    choice.weights().keySet().forEach(track -> losses.put(track, 1.0 / (step + 1)));
    policy.observe(new StepOutcome(step, losses, 1));
    return choice;
  }
}
