package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.sdvgen.api.backbone.MasterWeights;

/** Copies of the fake backbone's weights. */
final class FakeMasters extends FakeWeights implements MasterWeights {
  FakeMasters(NDManager owner, Map<String, NDArray> values) {
    super(owner, values);
  }
}
