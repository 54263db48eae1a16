package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.testkit.contract.SwitchPolicyContractTest;

class TwoStagePolicyTest extends SwitchPolicyContractTest {
  private static final TwoStageSettings HALVES = settings(Optional.empty(), Optional.empty());

  private static TwoStageSettings settings(Optional<Double> fraction, Optional<Long> step) {
    return new TwoStageSettings("identity", "motion", fraction, step);
  }

  private static SwitchPolicy policy(TwoStageSettings settings, List<String> tracks) {
    return new TwoStagePolicy(settings, new ComponentContext(tracks, 1, message -> {}));
  }

  @Override
  protected SwitchPolicy newPolicy(List<String> tracks) {
    return policy(HALVES, tracks);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.25, 3", "0.5, 5", "1, 10"})
  void switchesAtAFraction(double fraction, int first) {
    assertStages(first, settings(Optional.of(fraction), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7", "10, 10", "12, 10"})
  void switchesAtAStep(long step, int first) {
    assertStages(first, settings(Optional.empty(), Optional.of(step)));
  }

  @Test
  void switchesInTheMiddleByDefault() {
    assertStages(5, HALVES);
  }

  private void assertStages(int first, TwoStageSettings settings) {
    List<String> chosen = Runs.tracks(policy(settings, tracks()), tracks(), 10);
    assertEquals(Collections.nCopies(first, "identity"), chosen.subList(0, first));
    assertEquals(Collections.nCopies(10 - first, "motion"), chosen.subList(first, 10));
  }

  @Test
  void saysWhichTrackIsNeverTrained() {
    List<String> said = new ArrayList<>();
    ComponentContext context =
        new ComponentContext(List.of("identity", "motion", "other"), 1, said::add);
    new TwoStagePolicy(HALVES, context);
    assertEquals(List.of("The switch policy never trains the track \"other\"."), said);
  }

  @Test
  void refusesTwoSwitchPointsAndTracksThatAreNotThere() {
    assertThrows(IllegalArgumentException.class, () -> settings(Optional.of(0.5), Optional.of(3L)));
    assertThrows(
        IllegalArgumentException.class, () -> settings(Optional.empty(), Optional.of(-1L)));
    assertThrows(InputException.class, () -> newPolicy(List.of("motion")));
  }
}
