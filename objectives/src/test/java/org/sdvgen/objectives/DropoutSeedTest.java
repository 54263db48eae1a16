package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TokenPlace;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.testkit.FakeData;

/** Dropout masks that return at every step would leave elements out of training for good. */
class DropoutSeedTest {
  private static final int STEPS = 20;
  private static final int MICRO_BATCHES = 3;

  private static List<Long> seeds(long runSeed, String track) {
    Objective objective =
        new IdentityObjective(
            new IdentitySettings(
                0.5,
                1,
                1.25,
                1,
                1.25,
                TokenPlace.BEFORE_SUBJECT,
                LatentSampling.SAMPLE,
                LatentSampling.SAMPLE));
    try (Rig rig = Rig.seeded()) {
      MicroBatch first = rig.batch(objective, FakeData::pair, 0, 1, 0);
      for (int step = 0; step < STEPS; step++) {
        for (int index = 0; index < MICRO_BATCHES; index++) {
          StepDraws draws = new StepDraws(Draws.seeded(), runSeed, step, track);
          rig.step(objective, new MicroBatch(first.examples(), first.shape(), 1, index, draws));
        }
      }
      return rig.model.dropoutSeeds;
    }
  }

  @Test
  void everyMicroBatchOfEveryStepHasASeedOfItsOwn() {
    List<Long> all = new ArrayList<>(seeds(1, "identity"));
    all.addAll(seeds(1, "motion"));
    all.addAll(seeds(2, "identity"));
    assertEquals(3 * STEPS * MICRO_BATCHES, all.size());
    assertEquals(all.size(), Set.copyOf(all).size());
  }

  @Test
  void theSameRunHasTheSameSeeds() {
    assertEquals(seeds(1, "identity"), seeds(1, "identity"));
  }
}
