package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
  @Test
  void followsTheValues() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      NDArray value = manager.create(new float[] {1, 2});
      Map<String, NDArray> values = Map.of("p", value);
      try (WeightAverage average = new WeightAverage(manager, values, values)) {
        Tensors.copy(value, manager.create(new float[] {3, 0}));
        average.update(0.75);
        average.exchange();
        assertArrayEquals(new float[] {1.5f, 1.5f}, value.toFloatArray());
        average.exchange();
        assertArrayEquals(new float[] {3, 0}, value.toFloatArray());
      }
    }
  }

  @Test
  void refusesOtherParameters() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> one = Map.of("p", manager.create(1f));
      Map<String, NDArray> other = Map.of("q", manager.create(1f));
      assertThrows(
          IllegalArgumentException.class, () -> new WeightAverage(manager, one, other).close());
    }
  }
}
