package org.sdvgen.cogvideox;

import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.testkit.contract.ReferencesContractTest;

class ReferencesTest extends ReferencesContractTest {
  ReferencesTest() {
    super(TinyModel.open(TinyModel.config(TinyModel.folder(), "fp32", true, NormLora.REFERENCE)));
  }
}
