package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.testkit.contract.SwitchPolicyContractTest;

class StochasticPolicyTest extends SwitchPolicyContractTest {
  private static final List<String> TRACKS = List.of("identity", "motion");

  private static SwitchPolicy policy(double probability) {
    return new StochasticPolicy(
        new StochasticSettings(probability, "motion", "identity"),
        new ComponentContext(TRACKS, 1, message -> {}));
  }

  @Override
  protected SwitchPolicy newPolicy(List<String> tracks) {
    return new StochasticPolicy(
        new StochasticSettings(0.2, "motion", "identity"),
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

  @Test
  void refusesATrackThatIsNotThereWithTheNearestName() {
    ComponentContext context = new ComponentContext(TRACKS, 1, message -> {});
    StochasticSettings settings = new StochasticSettings(0.2, "moton", "identity");
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
        new StochasticSettings(0.2, "motion", "identity"),
        new ComponentContext(tracks, 1, said::add));
  }

  @Test
  void refusesAProbabilityOutOfRange() {
    assertThrows(
        IllegalArgumentException.class, () -> new StochasticSettings(1.2, "motion", "identity"));
  }
}
