package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.runtime.torch.Devices;

class KeepMaskTest {
  private static final boolean[] ALL = {true, true, true};
  private static final boolean[] NONE = {false, false, false};

  @Test
  void aReferenceOfWhichNothingIsKeptIsNone() {
    withLatents(latents -> assertEquals(List.of(), mask(NONE, NONE).references(latents)));
  }

  /** Backbones compute a whole reference without a mask. */
  @Test
  void aReferenceOfWhichAllIsKeptHasNoMask() {
    withLatents(latents -> assertNull(only(mask(ALL, ALL), latents).keep()));
  }

  @Test
  void aMaskHasARowPerSample() {
    boolean[] some = {false, true, false};
    withLatents(
        latents -> {
          NDArray keep = Objects.requireNonNull(only(mask(ALL, some), latents).keep());
          assertEquals(new Shape(2, 3), keep.getShape());
          assertArrayEquals(new byte[] {1, 1, 1, 0, 1, 0}, keep.toByteArray());
        });
    withLatents(
        latents ->
            assertArrayEquals(
                new byte[] {0, 0, 0, 1, 1, 1},
                Objects.requireNonNull(only(mask(NONE, ALL), latents).keep()).toByteArray()));
  }

  /** Of 0.1, 0.5 and 0.9 those stay that are not below the share, or the largest, or all. */
  @Test
  void tokensStayByTheirNumbers() {
    double[] uniforms = {0.5, 0.9, 0.1};
    boolean[] two = {true, true, false};
    assertArrayEquals(two, TokenDropSampling.BERNOULLI.keep(uniforms, 0.5));
    assertArrayEquals(two, TokenDropSampling.FIXED.keep(uniforms, 0.4));
    assertArrayEquals(
        new boolean[] {false, true, false}, TokenDropSampling.FIXED.keep(uniforms, 0.6));
    assertArrayEquals(ALL, TokenDropSampling.WHOLE.keep(uniforms, 0.5));
    assertArrayEquals(NONE, TokenDropSampling.WHOLE.keep(uniforms, 0.6));
    assertArrayEquals(ALL, TokenDropSampling.BERNOULLI.keep(new double[] {0, 0, 0}, 0));
  }

  private static KeepMask mask(boolean[]... rows) {
    return new KeepMask(List.of(rows));
  }

  private static Reference only(KeepMask mask, NDArray latents) {
    List<Reference> references = mask.references(latents);
    assertEquals(1, references.size());
    return references.get(0);
  }

  private static void withLatents(Consumer<NDArray> test) {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      test.accept(manager.zeros(new Shape(2, 4, 1, 1, 3)));
    }
  }
}
