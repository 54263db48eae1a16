package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.testkit.contract.SwitchPolicyContractTest;

class SingleTrackPolicyTest extends SwitchPolicyContractTest {
  @Override
  protected SwitchPolicy newPolicy(List<String> tracks) {
    return new SingleTrackPolicy(
        new SingleTrackSettings("motion"), new ComponentContext(tracks, 1, message -> {}));
  }

  @Test
  void takesItsTrackAtEveryStep() {
    assertEquals(Set.of("motion"), Set.copyOf(Runs.tracks(newPolicy(tracks()), tracks(), 50)));
  }

  @Test
  void saysWhichTracksAreNeverTrained() {
    List<String> said = new ArrayList<>();
    new SingleTrackPolicy(
        new SingleTrackSettings("motion"),
        new ComponentContext(List.of("identity", "motion"), 1, said::add));
    assertEquals(List.of("The switch policy never trains the track \"identity\"."), said);
  }

  @Test
  void refusesATrackThatIsNotThere() {
    assertThrows(InputException.class, () -> newPolicy(List.of("identity")));
  }
}
