package org.sdvgen.testkit;

import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.testkit.contract.BackboneContractTest;

class FakeBackboneContractTest extends BackboneContractTest {
  @Override
  public Backbone newBackbone() {
    return new FakeBackbone(FakeSettings.DEFAULT);
  }
}
