package org.sdvgen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.runtime.torch.Devices;

class GradientBufferTest {
  @Test
  void addsUntilItIsClearedEvenAfterANumberThatIsNone() {
    try (NDManager scope = Devices.newManager(Devices.parse("cpu"))) {
      NDArray value = scope.create(new float[] {1, 2});
      Parameter parameter = new Parameter("a", ParameterGroup.MLP, value);
      try (GradientBuffer gradients = new GradientBuffer(scope, List.of(parameter))) {
        gradients.add("a", value);
        gradients.add("a", value);
        assertArrayEquals(new float[] {2, 4}, gradients.get("a").toFloatArray());
        gradients.add("a", scope.create(new float[] {Float.NaN, Float.POSITIVE_INFINITY}));
        gradients.clear();
        assertArrayEquals(new float[] {0, 0}, gradients.get("a").toFloatArray());
        assertThrows(IllegalArgumentException.class, () -> gradients.add("b", value));
      }
    }
  }
}
