package org.sdvgen.wan22.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.testkit.NativeMemory;

class UniPcSolverTest {
  private static final int STEPS = 6;
  private static final double SHIFT = 5;
  private static final int LEVELS = 1000;

  /** Whatever the order, a step along a straight line stays on it. */
  @Property
  void weightsKeepToAStraightFlow(
      @ForAll @IntRange(min = 2, max = 40) int steps,
      @ForAll @IntRange(min = 1, max = 4) int order) {
    NoiseLevels levels = NoiseLevels.uniPc(steps, SHIFT, LEVELS);
    for (int step = 0; step < steps; step++) {
      int usable = Math.min(order, Math.min(step + 1, steps - step));
      assertStraight(levels, step, UniPcWeights.predictor(levels, step, usable));
      if (step + 1 < steps) {
        assertStraight(levels, step, UniPcWeights.corrector(levels, step, usable));
      }
    }
  }

  private static void assertStraight(NoiseLevels levels, int step, UniPcWeights weights) {
    double clean = 3;
    double noise = -2;
    double start = (1 - levels.sigma(step)) * clean + levels.sigma(step) * noise;
    double end = weights.latents() * start;
    for (double weight : weights.clean()) {
      end += weight * clean;
    }
    double sigma = levels.sigma(step + 1);
    assertEquals((1 - sigma) * clean + sigma * noise, end, 1e-6);
  }

  @Test
  void otherOrdersAgreeWithDiffusers() {
    assertTrajectory(1, Set.of(), 0.988475, 1.028631, 0.948818, 1.102258, 0.798427, 1.450373);
    assertTrajectory(3, Set.of(), 0.988475, 1.030444, 0.903158, 1.305209, 0.664965, 1.316911);
  }

  @Test
  void stepsWithoutCorrectionAgreeWithDiffusers() {
    assertTrajectory(2, Set.of(0, 2), 0.988475, 1.016472, 0.89711, 1.094127, 0.479248, 1.131194);
  }

  private static void assertTrajectory(int order, Set<Integer> uncorrected, double... expected) {
    NoiseLevels levels = NoiseLevels.uniPc(STEPS, SHIFT, LEVELS);
    try (NDManager manager = Devices.newManager(Devices.cpu());
        UniPcSolver solver = new UniPcSolver(levels, order, uncorrected)) {
      NDArray latents = manager.create(new float[] {1});
      for (int i = 0; i < STEPS; i++) {
        latents = solver.step(i, latents, prediction(manager, i), UniPcSolverTest::noNoise);
        assertEquals(expected[i], latents.getFloat(), 2e-6, "step " + i);
      }
    }
  }

  private static NDArray prediction(NDManager manager, int step) {
    return manager.create(new float[] {(step % 2 == 0 ? 1 : -1) * (0.3f + 0.2f * step)});
  }

  private static NDArray noNoise() {
    throw new AssertionError("UniPC draws no noise");
  }

  @Test
  void leavesNothingBehind() {
    NativeMemory.assertNothingLeft(this::stepsWithoutCorrectionAgreeWithDiffusers);
  }
}
