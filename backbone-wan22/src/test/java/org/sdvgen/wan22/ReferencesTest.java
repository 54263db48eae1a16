package org.sdvgen.wan22;

import org.sdvgen.testkit.contract.ReferencesContractTest;
import org.sdvgen.wan22.transformer.ReferencePosition;

class ReferencesTest extends ReferencesContractTest {
  ReferencesTest() {
    super(
        TinyModel.open(
            TinyModel.config(TinyModel.folder(), "fp32", true, ReferencePosition.CONTINUOUS)));
  }
}
