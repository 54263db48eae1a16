package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.ShapeRules;

/** The contract of a backbone's specification and lifetime. */
public interface SpecificationContract extends BackboneFixture {
  /** The native size and length keep the model's own rules. */
  @Test
  default void nativeShapeKeepsTheRules() {
    try (Backbone backbone = newBackbone()) {
      ShapeRules shapes = backbone.spec().shapes();
      assertEquals(List.of(), shapes.problems(shapes.height(), shapes.width(), shapes.frames()));
      assertEquals(0, shapes.sizeMultiple() % backbone.spec().latents().spatialFactor());
      assertEquals(backbone.spec().latents(), backbone.latentCodec().geometry());
    }
  }

  /** Parameters have one owner; base weights are listed and identified. */
  @Test
  default void parametersAreStable() {
    try (Backbone backbone = newBackbone();
        Backbone again = newBackbone()) {
      assertSame(backbone.parameters(), backbone.parameters());
      assertFalse(backbone.parameters().base().isEmpty());
      assertEquals(backbone.parameters().fingerprint(), again.parameters().fingerprint());
    }
  }

  /** Closing twice does no harm. */
  @Test
  default void closesTwice() {
    Backbone backbone = newBackbone();
    backbone.close();
    backbone.close();
  }
}
