package org.sdvgen.cogvideox;

import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.testkit.contract.BackboneContractTest;

/** The contract in fp32 with the whole adapter on the reference's tokens. */
class ReferenceOnlyContractTest extends BackboneContractTest {
  @Override
  public Backbone newBackbone() {
    return TinyModel.open(
        TinyModel.config(TinyModel.folder(), "fp32", true, NormLora.REFERENCE_ONLY));
  }
}
