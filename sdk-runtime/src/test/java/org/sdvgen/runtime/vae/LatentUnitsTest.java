package org.sdvgen.runtime.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.runtime.torch.Devices;

/** Latents in an autoencoder's own units against normalised ones, computed by hand. */
class LatentUnitsTest {
  private static final Shape SHAPE = new Shape(1, 2, 1, 1, 2);
  private static final float[] OWN = {3, 5, 2, -2};
  private static final float ROUNDING = 1e-6f;

  @Test
  void standardisedLatentsLoseMeanAndDeviation() {
    LatentUnits units = LatentUnits.standardised(List.of(1.0, -2.0), List.of(2.0, 4.0));
    check(units, new float[] {1, 2, 1, 0}, new float[] {0.5f, 0.5f, 0.25f, 0.25f});
  }

  @Test
  void scaledLatentsAreMultiplied() {
    float[] twice = {6, 10, 4, -4};
    check(LatentUnits.scaled(2, 2), twice, new float[] {2, 2, 2, 2});
  }

  /** Own latents of variance 1 become these, and come back. */
  private static void check(LatentUnits units, float[] latents, float[] deviations) {
    try (NDManager results = Devices.newManager(Devices.cpu());
        NDManager scope = results.newSubManager()) {
      Moments moments = new Moments(scope.create(OWN, SHAPE), scope.zeros(SHAPE));
      LatentDistribution normalised = units.normalise(results, moments);
      assertEquals(results, normalised.mean().getManager());
      assertArrayEquals(latents, normalised.mean().toFloatArray(), ROUNDING);
      assertArrayEquals(deviations, normalised.std().toFloatArray(), ROUNDING);
      NDArray own = units.restore(results, normalised.mean());
      assertArrayEquals(OWN, own.toFloatArray(), ROUNDING);
    }
  }
}
