package org.sdvgen.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class GuidanceScheduleTest {
  private static final double[] TIMESTEPS = {999, 749, 499, 249};

  private static void assertScales(GuidanceSchedule schedule, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], schedule.scale(6, i, TIMESTEPS[i], TIMESTEPS.length), 1e-9);
    }
  }

  /** Values that diffusers' pipeline and the paper's code computed for four steps. */
  @Test
  void bothReadingsOfDynamicGuidance() {
    assertScales(GuidanceSchedule.CONSTANT, 6, 6, 6, 6);
    assertScales(
        GuidanceSchedule.DYNAMIC_TIMESTEP,
        4.755880591967707,
        1.9379524472878416,
        1.092153726377909,
        1.0102866299659499);
    assertScales(
        GuidanceSchedule.DYNAMIC_STEP,
        7.0,
        1.7957833657121096,
        1.0144458199834092,
        1.0000141185712714);
  }
}
