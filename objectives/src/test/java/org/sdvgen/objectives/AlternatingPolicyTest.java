package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.testkit.contract.SwitchPolicyContractTest;

class AlternatingPolicyTest extends SwitchPolicyContractTest {
  private static SwitchPolicy policy(List<String> turns, int steps, List<String> tracks) {
    return new AlternatingPolicy(
        new AlternatingSettings(turns, steps), new ComponentContext(tracks, 1, message -> {}));
  }

  @Override
  protected SwitchPolicy newPolicy(List<String> tracks) {
    return policy(List.of(), 1, tracks);
  }

  @Test
  void takesTheRunsTracksInTurn() {
    List<String> tracks = List.of("a", "b", "c");
    assertEquals(
        List.of("a", "b", "c", "a", "b"), Runs.tracks(policy(List.of(), 1, tracks), tracks, 5));
  }

  @Test
  void takesSeveralStepsOfEachInTheOrderGiven() {
    List<String> tracks = List.of("a", "b");
    assertEquals(
        List.of("b", "b", "a", "a", "a", "a", "b"),
        Runs.tracks(policy(List.of("b", "a", "a"), 2, tracks), tracks, 7));
  }

  @Test
  void saysWhichTrackIsNeverTrained() {
    List<String> said = new ArrayList<>();
    ComponentContext context = new ComponentContext(List.of("a", "b", "c"), 1, said::add);
    new AlternatingPolicy(new AlternatingSettings(List.of("a", "c"), 1), context);
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).contains("b"), said::toString);
    new AlternatingPolicy(new AlternatingSettings(List.of(), 1), context);
    assertEquals(1, said.size(), said::toString);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new AlternatingSettings(List.of(), 0));
    InputException error =
        assertThrows(InputException.class, () -> policy(List.of("b", "x"), 1, List.of("a", "b")));
    assertEquals(
        "switch.tracks: there is no track \"x\" (tracks = a, b): did you mean \"a\"?",
        error.getMessage());
  }
}
