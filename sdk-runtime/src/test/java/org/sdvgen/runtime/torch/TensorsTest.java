package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class TensorsTest {
  @Property(tries = 50)
  void bf16IsTheUpperHalfOfAFloat(@ForAll @FloatRange(min = -1e30f, max = 1e30f) float value) {
    short bits = (short) (Float.floatToRawIntBits(value) >>> 16);
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      ByteBuffer raw = ByteBuffer.allocateDirect(4).order(ByteOrder.LITTLE_ENDIAN);
      raw.putShort(bits).putShort(bits).flip();
      NDArray bf16 = Tensors.empty(manager, new Shape(2, 1), Precision.BF16.scalarType());
      Tensors.fill(bf16, 0, raw, Precision.BF16.scalarType());
      assertEquals(Precision.BF16.scalarType(), Tensors.scalarType(bf16));
      assertEquals(new Shape(2, 1), bf16.getShape());
      NDArray wide = Tensors.cast(manager, bf16, Precision.FP32);
      float expected = Float.intBitsToFloat(bits << 16);
      assertArrayEquals(new float[] {expected, expected}, wide.toFloatArray());
      assertEquals(raw.rewind(), Tensors.bytes(bf16, 0, 2));
    }
  }

  @Test
  void fillsPartByPart() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      NDArray target = Tensors.empty(manager, new Shape(2, 2), Precision.FP32.scalarType());
      ByteBuffer halves = ByteBuffer.allocateDirect(4).order(ByteOrder.LITTLE_ENDIAN);
      halves.putShort((short) 0x3C00).putShort((short) 0xC000).flip(); // 1 and -2 in fp16
      Tensors.fill(target, 0, halves, Precision.FP16.scalarType());
      Tensors.fill(target, 2, halves, Precision.FP16.scalarType());
      assertArrayEquals(new float[] {1, -2, 1, -2}, target.toFloatArray());
      assertEquals(1, manager.getManagedArrays().size());
    }
  }

  @Test
  void tellsWhetherAllIsFinite() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      assertTrue(Tensors.isFinite(manager.create(new float[] {1, -3e38f})));
      assertFalse(Tensors.isFinite(manager.create(new float[] {1, Float.NaN})));
      assertFalse(Tensors.isFinite(manager.create(new float[] {Float.NEGATIVE_INFINITY})));
    }
  }

  @Test
  void scalarsHaveNoAxes() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      NDArray scalar = Tensors.empty(manager, new Shape(), Precision.FP32.scalarType());
      assertEquals(new Shape(), scalar.getShape());
    }
  }
}
