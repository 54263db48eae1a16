package org.sdvgen.cogvideox;

import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.testkit.contract.BackboneContractTest;

/** The contract in bf16 without checkpointing, the norms' adapter on all streams. */
class Bf16ContractTest extends BackboneContractTest {
  @Override
  public Backbone newBackbone() {
    return TinyModel.open(TinyModel.config(TinyModel.folder(), "bf16", false, NormLora.ALL));
  }

  /** Samples alone and in a batch are summed in another order, which bf16 shows. */
  @Override
  public double tolerance() {
    return 5e-2;
  }

  /** A difference quotient drowns in bf16's rounding: {@link GradientTest} compares with fp32. */
  @Override
  @Test
  public void gradientsAreSlopes() {
    new GradientTest().bf16PointsWhereFp32Does(true);
  }
}
