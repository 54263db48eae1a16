package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.testkit.FakeData;
import org.sdvgen.testkit.contract.ObjectiveContractTest;

class TextToVideoObjectiveTest extends ObjectiveContractTest {
  private static Objective objective(double captionDrop, double timestepPower) {
    return new TextToVideoObjective(
        new TextToVideoSettings(
            captionDrop, timestepPower, ClipStart.RANDOM, LatentSampling.SAMPLE));
  }

  @Override
  protected Objective newObjective() {
    return objective(0.1, 0.8);
  }

  @Override
  protected Sample sample(int index) {
    return FakeData.video(index);
  }

  @Test
  void needsClipsAndNoReference() {
    assertTrue(newObjective().usesClips());
    assertEquals(Set.of(), newObjective().references());
    try (Rig rig = Rig.seeded()) {
      Objective objective = newObjective();
      rig.step(objective, rig.batch(objective, FakeData::video, 0, 2, 0));
      assertEquals(List.of(0, 0), rig.model.kept(0));
    }
  }

  @Test
  void dropsCaptionsAsOftenAsSet() {
    Objective objective = objective(0.3, 1);
    try (Rig rig = Rig.seeded()) {
      long dropped = 0;
      for (int position = 0; position < 2000; position++) {
        dropped += rig.load(objective, FakeData.video(0), position).prompt().isEmpty() ? 1 : 0;
      }
      Frequencies.assertShare(0.3, dropped, 2000);
    }
  }

  @Test
  void powerMovesTimesteps() {
    TextToVideoObjective squared = (TextToVideoObjective) objective(0, 2);
    assertEquals(0.25, squared.timestepQuantile(0.5), 1e-12);
    assertEquals(0.5, ((TextToVideoObjective) objective(0, 1)).timestepQuantile(0.5));
  }

  @Test
  void refusesAPowerThatIsNone() {
    assertThrows(IllegalArgumentException.class, () -> objective(0, 0));
  }
}
