package org.sdvgen.runtime.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.torch.Devices;

class LatentStatisticsTest {
  /** Two samples of two channels, a latent each; the posterior's own spread counts. */
  @Test
  void channelsAreMeasuredApart() {
    LatentStatistics statistics = new LatentStatistics(2);
    try (NDManager scope = Devices.newManager(Devices.cpu())) {
      Shape shape = new Shape(2, 2, 1, 1, 1);
      float logOf3 = (float) Math.log(3);
      statistics.add(
          new Moments(
              scope.create(new float[] {1, 10, 3, 10}, shape),
              scope.create(new float[] {logOf3, -30, logOf3, -30}, shape)));
    }
    assertEquals(2, statistics.mean().get(0), 1e-6);
    assertEquals(10, statistics.mean().get(1), 1e-6);
    assertEquals(2, statistics.std().get(0), 1e-6);
    assertEquals(0, statistics.std().get(1), 1e-6);
    assertEquals(Math.sqrt((5 + 3 + 100) / 2.0), statistics.rootMeanSquare(), 1e-6);
  }
}
