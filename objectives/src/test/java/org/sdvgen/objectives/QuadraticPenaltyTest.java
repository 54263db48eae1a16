package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.testkit.contract.UpdateRuleContractTest;

class QuadraticPenaltyTest extends UpdateRuleContractTest {
  private static final TrackChoice IMAGES = TrackChoice.of("identity");
  private static final PenaltySettings TENTH = new PenaltySettings(0.1);

  @Override
  protected UpdateRule newRule() {
    return QuadraticPenalty.onDistance(TENTH);
  }

  @Test
  void penaltyAddsAShareOfTheParameters() {
    try (RuleRig rig = new RuleRig(QuadraticPenalty.onLength(TENTH))) {
      assertArrayEquals(
          new float[] {1.5f, -0.3f, 3},
          rig.step(IMAGES, new float[] {5, -3, 0}, 7, 1, 0, 3),
          1e-6f);
    }
  }

  @Test
  void anchoringAddsAShareOfTheWayFromTheStart() {
    try (RuleRig rig = new RuleRig(QuadraticPenalty.onDistance(TENTH))) {
      assertArrayEquals(
          new float[] {1.3f, -0.5f, 2.8f},
          rig.step(IMAGES, new float[] {5, -3, 0}, 2, 1, 0, 3),
          1e-6f);
    }
  }

  @Test
  void refusesWeightsThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new PenaltySettings(-1));
    assertThrows(IllegalArgumentException.class, () -> new PenaltySettings(Double.NaN));
  }
}
