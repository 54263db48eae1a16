package org.sdvgen.runtime.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.torch.Devices;

class LoraInitTest {
  private static final LoraModule LINEAR = new LoraModule("a", new Shape(7, 64));
  private static final LoraModule CONV = new LoraModule("b", new Shape(7, 4, 4, 4));

  @Test
  void followsPeft() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> adapter = LoraInit.create(manager, List.of(LINEAR, CONV), 50, 3);
      assertEquals(
          List.of("a.lora_A.weight", "a.lora_B.weight", "b.lora_A.weight", "b.lora_B.weight"),
          List.copyOf(adapter.keySet()));
      List<NDArray> values = List.copyOf(adapter.values());
      assertEquals(new Shape(50, 64), values.get(0).getShape());
      assertEquals(new Shape(50, 4, 4, 4), values.get(2).getShape());
      assertEquals(new Shape(7, 50, 1, 1), values.get(3).getShape());
      // Uniform in [-1/8, 1/8): fan-in 64 both ways.
      for (NDArray a : List.of(values.get(0), values.get(2))) {
        assertEquals(0.125, a.max().getFloat(), 1e-3);
        assertEquals(-0.125, a.min().getFloat(), 1e-3);
        assertEquals(0.125 * 0.125 / 3, a.square().mean().getFloat(), 3e-4);
      }
      assertEquals(0, values.get(1).abs().max().getFloat());
    }
  }

  @Test
  void isAFunctionOfSeedAndName() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      float[] once = first(LoraInit.create(manager, List.of(LINEAR, CONV), 2, 3));
      assertArrayEquals(once, first(LoraInit.create(manager, List.of(LINEAR), 2, 3)));
      assertFalse(Arrays.equals(once, first(LoraInit.create(manager, List.of(LINEAR), 2, 4))));
      LoraModule other = new LoraModule("c", LINEAR.weight());
      assertFalse(Arrays.equals(once, first(LoraInit.create(manager, List.of(other), 2, 3))));
    }
  }

  private static float[] first(Map<String, NDArray> adapter) {
    return adapter.values().iterator().next().toFloatArray();
  }
}
