package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.torch.Product.Kind;

class FloorTest {
  private static final int FLOAT32 = 6;

  @Test
  void readsTheProductsThatTheNetworkNotes() {
    long[] log = {0, 1, 5, 8, 3, 0, 0, 1, FLOAT32, 4, 2, 3, 7, 9, 4, 0, 15};
    List<Product> products = Product.read(log);
    assertEquals(
        List.of(
            new Product(Kind.TRAINED, List.of(5L, 8L, 3L), true, FLOAT32),
            new Product(Kind.KEPT_ATTENTION, List.of(2L, 3L, 7L, 9L, 4L), false, 15)),
        products);
    assertEquals(2 * 5 * 8 * 3, products.get(0).operations());
    assertEquals(4 * 2 * 3 * 7 * 9 * 4, products.get(1).operations());
  }

  @Test
  void measuresForwardAndBackward() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Floor floor = new Floor(manager);
      List<Long> wide = List.of(256L, 512L, 512L);
      Floor.Seconds frozen = floor.of(new Product(Kind.FROZEN, wide, false, FLOAT32));
      assertTrue(frozen.forward() > 0);
      assertEquals(0, frozen.backward(), "nothing before it wants a gradient");
      assertTrue(floor.of(new Product(Kind.FROZEN, wide, true, FLOAT32)).backward() > 0);
      assertTrue(floor.of(new Product(Kind.TRAINED, wide, false, FLOAT32)).backward() > 0);
      Product attention = new Product(Kind.ATTENTION, List.of(1L, 2L, 64L, 32L, 16L), true, 15);
      assertTrue(floor.of(attention).backward() > 0);
    }
  }
}
