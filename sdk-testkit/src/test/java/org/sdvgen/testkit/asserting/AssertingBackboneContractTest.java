package org.sdvgen.testkit.asserting;

import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.testkit.FakeBackbone;
import org.sdvgen.testkit.FakeSettings;
import org.sdvgen.testkit.contract.BackboneContractTest;

/** A backbone that keeps its promises passes through the assertions unnoticed. */
class AssertingBackboneContractTest extends BackboneContractTest {
  @Override
  public Backbone newBackbone() {
    return new AssertingBackbone(new FakeBackbone(FakeSettings.DEFAULT));
  }
}
