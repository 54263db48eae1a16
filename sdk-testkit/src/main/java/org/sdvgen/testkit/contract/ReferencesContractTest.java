package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.testkit.TinyBatch;

/** Several references at positions of their own. */
public abstract class ReferencesContractTest {
  private static final float TOLERANCE = 2e-4f;

  private final Backbone backbone;
  private final NDManager scope;
  private final DenoiserInput plain;
  private final NDArray latents;

  /**
   * The tests of one model.
   *
   * @param backbone a tiny model in fp32, which is closed after the test
   */
  protected ReferencesContractTest(Backbone backbone) {
    this.backbone = backbone;
    scope = backbone.newScope();
    plain = TinyBatch.of(scope, backbone, 3, 5);
    latents = plain.references().get(0).latents();
  }

  @AfterEach
  void close() {
    scope.close();
    backbone.close();
  }

  private float[] predict(Reference... references) {
    DenoiserInput input =
        new DenoiserInput(
            plain.latents(),
            plain.timesteps(),
            plain.text(),
            List.of(references),
            plain.framesPerSecond());
    return backbone.denoiser().predict(input).toFloatArray();
  }

  private Reference at(int frame, int row) {
    return new Reference(
        latents.duplicate(), null, Optional.of(new GridPosition(frame, row, 0, 2)));
  }

  @Test
  void theirOrderDoesNotMatter() {
    assertArrayEquals(predict(at(0, 0), at(1, 1)), predict(at(1, 1), at(0, 0)), TOLERANCE);
  }

  @Test
  void theirPlacesMatter() {
    assertTrue(largestDifference(predict(at(0, 0)), predict(at(1, 0))) > 10 * TOLERANCE);
    assertTrue(largestDifference(predict(at(0, 0)), predict(at(0, 1))) > 10 * TOLERANCE);
  }

  @Test
  void oneWithoutTokensIsAsIfItWereNotThere() {
    Reference one = plain.references().get(0);
    NDArray nothing = one.keep() == null ? scope.create(0) : one.keep().zerosLike();
    Reference dropped = new Reference(latents.mul(7), nothing, Optional.empty());
    assertArrayEquals(predict(one), predict(one, dropped), TOLERANCE);
  }

  @Test
  void theyMustAgreeOnTheVideosStart() {
    Reference other = new Reference(latents.mul(2), null, Optional.empty());
    assertThrows(IllegalArgumentException.class, () -> predict(at(0, 0), other));
  }

  private static float largestDifference(float[] a, float[] b) {
    float largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
