package org.sdvgen.wan22;

import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.testkit.contract.BackboneContractTest;
import org.sdvgen.wan22.transformer.ReferencePosition;

/** The contract in fp32 with activation checkpointing, the reference beside the first frame. */
class Fp32ContractTest extends BackboneContractTest {
  @Override
  public Backbone newBackbone() {
    return TinyModel.open(
        TinyModel.config(TinyModel.folder(), "fp32", true, ReferencePosition.SHARED_FRAME_SHIFTED));
  }
}
