package org.sdvgen.runtime.weights;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.RealSize;

class TensorTableTest {
  private static final TensorTable TABLE =
      TensorTable.builder()
          .addWithBias("proj", 4, 2)
          .add("norm.weight", 4)
          .addOptional("shared.weight", 9)
          .build();

  private final Map<String, Shape> found =
      new HashMap<>(
          Map.of(
              "proj.weight", new Shape(4, 2),
              "proj.bias", new Shape(4),
              "norm.weight", new Shape(4)));

  @Test
  void acceptsWhatItExpects() {
    assertDoesNotThrow(() -> TABLE.check("file", found));
    found.put("shared.weight", new Shape(9));
    assertDoesNotThrow(() -> TABLE.check("file", found));
  }

  @Test
  void namesEveryProblemAtOnce() {
    found.remove("norm.weight");
    found.put("norm.weigth", new Shape(4));
    found.put("proj.weight", new Shape(2, 4));
    found.put("shared.weight", new Shape(1));
    InputException e =
        assertThrows(InputException.class, () -> TABLE.check("x.safetensors", found));
    assertEquals(
        """
        x.safetensors does not fit the network that its configuration describes (4 problems); \
        check that both are of the same model:
          missing: norm.weight (4)
          not expected: norm.weigth (4) (nearest: norm.weight)
          wrong shape: proj.weight expected (4, 2), found (2, 4)
          wrong shape: shared.weight expected (9), found (1)""",
        e.getMessage());
  }

  @Test
  void refusesANameTwice() {
    TensorTable.Builder builder = TensorTable.builder().add("a", 1);
    assertThrows(IllegalArgumentException.class, () -> builder.add("a", 1));
  }

  @Test
  void limitsItsReportForAnotherModel() {
    TensorTable.Builder cogvideox = TensorTable.builder();
    RealSize.shapes("cogvideox-5b.transformer")
        .forEach((name, shape) -> cogvideox.add(name, shape.getShape()));
    TensorTable table = cogvideox.build();
    assertDoesNotThrow(() -> table.check("same", RealSize.shapes("cogvideox-5b.transformer")));
    InputException e =
        assertThrows(
            InputException.class,
            () -> table.check("wan", RealSize.shapes("wan2.2-ti2v-5b.transformer")));
    assertEquals(22, e.toString().lines().count());
    assertTrue(e.toString().contains(" more"), e.toString());
  }
}
