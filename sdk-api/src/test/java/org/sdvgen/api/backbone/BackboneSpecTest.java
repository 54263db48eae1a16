package org.sdvgen.api.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackboneSpecTest {
  private static final BackboneSpec SPEC =
      new BackboneSpec(
          "model",
          new LatentGeometry(96, 8, 4),
          new ShapeRules(16, 8, 49, 32, 64, 9, 8),
          24,
          Guidance.CLASSIFIER_FREE,
          new SamplingDefaults(50, 6, false),
          Set.of(ReferenceMode.TOKENS),
          Optional.of("<cls>"));

  @Test
  void ownGeometryChangesNothing() {
    assertEquals(SPEC, SPEC.withLatents(SPEC.latents()));
  }

  @Test
  void anotherCodecChangesPixelsAndFrames() {
    BackboneSpec spec = SPEC.withLatents(new LatentGeometry(96, 12, 2));
    assertEquals(new ShapeRules(24, 4, 25, 48, 96, 5, 8), spec.shapes());
    assertEquals(12, spec.latents().spatialFactor());
  }

  @Test
  void otherChannelsAreRefused() {
    LatentGeometry other = new LatentGeometry(16, 8, 4);
    assertThrows(IllegalArgumentException.class, () -> SPEC.withLatents(other));
  }
}
