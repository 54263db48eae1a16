package org.sdvgen.wan22;

import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.testkit.contract.BackboneContractTest;
import org.sdvgen.wan22.transformer.ReferencePosition;

/** The contract in bf16 without checkpointing, the reference one frame before the video. */
class Bf16ContractTest extends BackboneContractTest {
  @Override
  public Backbone newBackbone() {
    return TinyModel.open(
        TinyModel.config(TinyModel.folder(), "bf16", false, ReferencePosition.CONTINUOUS));
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
