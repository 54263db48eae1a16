package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.testkit.contract.SwitchPolicyContractTest;

class StochasticPolicyTest extends SwitchPolicyContractTest {
  private static final List<String> TRACKS = List.of("identity", "motion");

  private static SwitchPolicy policy(double probability) {
    return new StochasticPolicy(
        new StochasticSettings(probability, "motion", "identity", 1),
        new ComponentContext(TRACKS, 1, message -> {}));
  }

  @Override
  protected SwitchPolicy newPolicy(List<String> tracks) {
    return new StochasticPolicy(
        new StochasticSettings(0.2, "motion", "identity", 1),
        new ComponentContext(tracks, 1, message -> {}));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.4, 0.6})
  void takesTheTrackAsOftenAsSet(double probability) {
    int steps = 20_000;
    List<String> chosen = Runs.tracks(policy(probability), TRACKS, steps);
    long motion = chosen.stream().filter("motion"::equals).count();
    Frequencies.assertShare(probability, motion, steps);
  }

  @Test
  void stepsAreIndependent() {
    List<String> chosen = Runs.tracks(policy(0.4), TRACKS, 20_000);
    long motion = 0;
    long motionAgain = 0;
    for (int step = 1; step < chosen.size(); step++) {
      if (chosen.get(step - 1).equals("motion")) {
        motion++;
        motionAgain += chosen.get(step).equals("motion") ? 1 : 0;
      }
    }
    Frequencies.assertShare(0.4, motionAgain, motion);
  }

  @Test
  void alwaysTakesTheSameTrackAtTheEnds() {
    assertEquals(Set.of("identity"), Set.copyOf(Runs.tracks(policy(0), TRACKS, 1000)));
    assertEquals(Set.of("motion"), Set.copyOf(Runs.tracks(policy(1), TRACKS, 1000)));
  }

  /**
   * With p = 0.3 and four draws, a step trains motion in k of its four parts as often as a binomial
   * distribution says; the parts' gradients are averaged.
   */
  @Test
  void everyPartOfAStepDrawsItsTrack() {
    SwitchPolicy policy = parts(0.3, 4);
    int steps = 20_000;
    long[] counts = new long[5];
    for (int step = 0; step < steps; step++) {
      TrackChoice choice = Runs.choice(policy, TRACKS, step, steps);
      double motion = choice.weights().getOrDefault("motion", 0.0);
      assertEquals(1 - motion, choice.weights().getOrDefault("identity", 0.0), 1e-12);
      assertEquals(choice.weights(), choice.shares(), "a track takes its parts of its batch");
      counts[(int) Math.round(4 * motion)]++;
    }
    double[] binomial = {0.2401, 0.4116, 0.2646, 0.0756, 0.0081};
    for (int k = 0; k <= 4; k++) {
      Frequencies.assertShare(binomial[k], counts[k], steps);
    }
    assertTrue(policy.mixesTracks());
    assertFalse(policy(0.3).mixesTracks());
  }

  /** One draw per step is the paper's algorithm. */
  @Test
  void oneDrawTakesTheWholeBatchOfOneTrack() {
    for (int step = 0; step < 100; step++) {
      TrackChoice choice = Runs.choice(policy(0.4), TRACKS, step, 100);
      String track = choice.weights().keySet().iterator().next();
      assertEquals(TrackChoice.of(track), choice);
    }
  }

  private static SwitchPolicy parts(double probability, int draws) {
    return new StochasticPolicy(
        new StochasticSettings(probability, "motion", "identity", draws),
        new ComponentContext(TRACKS, 1, message -> {}));
  }

  @Test
  void refusesATrackThatIsNotThereWithTheNearestName() {
    ComponentContext context = new ComponentContext(TRACKS, 1, message -> {});
    StochasticSettings settings = new StochasticSettings(0.2, "moton", "identity", 1);
    InputException e =
        assertThrows(InputException.class, () -> new StochasticPolicy(settings, context));
    assertEquals(
        "switch.track: there is no track \"moton\" (tracks = identity, motion): did you mean"
            + " \"motion\"?",
        e.getMessage());
  }

  @Test
  void saysWhichTracksItNeverTrains() {
    List<String> said = new ArrayList<>();
    List<String> tracks = List.of("identity", "motion", "style");
    newPolicyOf(tracks, said);
    assertEquals(List.of("The switch policy never trains the track \"style\"."), said);
  }

  private static void newPolicyOf(List<String> tracks, List<String> said) {
    new StochasticPolicy(
        new StochasticSettings(0.2, "motion", "identity", 1),
        new ComponentContext(tracks, 1, said::add));
  }

  @Test
  void refusesAProbabilityOutOfRange() {
    assertThrows(
        IllegalArgumentException.class, () -> new StochasticSettings(1.2, "motion", "identity", 1));
    assertThrows(IllegalArgumentException.class, () -> parts(0.2, 0));
  }
}
