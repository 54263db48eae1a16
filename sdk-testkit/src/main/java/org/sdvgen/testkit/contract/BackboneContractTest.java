package org.sdvgen.testkit.contract;

import ai.djl.ndarray.NDManager;
import java.util.function.BiConsumer;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LatentCodec;

/**
 * The whole contract of a backbone. Extend it with a tiny checkpoint: every test opens a backbone
 * of its own.
 */
public abstract class BackboneContractTest
    implements SpecificationContract,
        NoiseProcessContract,
        TextContract,
        CodecContract,
        PredictionContract,
        ReferenceContract,
        GradientContract,
        AdapterContract {
  /** For subclasses. */
  protected BackboneContractTest() {}

  @Override
  public final void withCodec(BiConsumer<LatentCodec, NDManager> test) {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      test.accept(backbone.latentCodec(), scope);
    }
  }
}
