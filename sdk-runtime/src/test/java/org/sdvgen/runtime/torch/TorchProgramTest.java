package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TorchProgramTest {
  private static final String TEXT =
      """
      class Program(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool

        def scalars(self, x: Tensor, i: Tensor, f: Tensor, b: Tensor) -> Tensor:
          if bool(b):
            return x * float(f) + int(i)
          return x

        def sums(self, xs: List[Tensor], w: Dict[str, Tensor], more: List[Tensor]) -> Tuple[Tensor, List[Tensor]]:
          total = xs[0]
          for x in xs[1:]:
            total = total + x
          return (total + w["a.b.weight"], more)

        def names(self, x: Tensor) -> Dict[str, Tensor]:
          return {"first.path": x, "second": x + 1}

        def broken(self, x: Tensor) -> Tensor:
          y = x + 1
          return torch.linear(y, torch.ones([7, 7]))
      """;

  private static TorchProgram program;
  private NDManager manager;

  @BeforeAll
  static void compile() {
    program = TorchProgram.compile(new Script("example", TEXT));
  }

  @AfterAll
  static void close() {
    program.close();
  }

  @BeforeEach
  void open() {
    manager = Devices.newManager(Devices.cpu());
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void passesScalars() {
    NDArray x = manager.create(new float[] {1, 2});
    NDArray y =
        program.callOne(manager, "scalars", Arguments.of(x).scalar(3).scalar(0.5).scalar(true));
    assertArrayEquals(new float[] {3.5f, 4f}, y.toFloatArray());
    NDArray same =
        program.callOne(manager, "scalars", Arguments.of(x).scalar(3).scalar(0.5).scalar(false));
    assertArrayEquals(new float[] {1, 2}, same.toFloatArray());
  }

  @Test
  void passesListsAndDictionaries() {
    NDArray one = manager.create(1f);
    NDArray two = manager.create(2f);
    NDArray four = manager.create(4f);
    NDArray eight = manager.create(8f);
    NDList results =
        program.call(
            manager,
            "sums",
            Arguments.none()
                .list(List.of(one, two))
                .dict(Map.of("a.b.weight", four))
                .list(List.of(eight)));
    assertEquals(2, results.size());
    assertEquals(7f, results.get(0).getFloat());
    assertEquals(8f, results.get(1).getFloat());
  }

  @Test
  void namesTheEntriesOfAReturnedDictionary() {
    NDList results = program.call(manager, "names", Arguments.of(manager.create(5f)));
    assertEquals(5f, results.get("first.path").getFloat());
    assertEquals(6f, results.get("second").getFloat());
  }

  @Test
  void leavesTheNamesOfArgumentsAlone() {
    NDArray weight = manager.create(4f);
    weight.setName("mine");
    NDArray x = manager.create(1f);
    program.call(
        manager,
        "sums",
        Arguments.none()
            .list(List.of(x))
            .dict(Map.of("a.b.weight", weight))
            .list(List.of(manager.create(1f))));
    assertEquals("mine", weight.getName());
    assertNull(x.getName());
  }

  @Test
  void refusesOneArrayInTwoPlaces() {
    NDArray x = manager.create(1f);
    Arguments arguments =
        Arguments.none().list(List.of(x)).dict(Map.of("a.b.weight", x)).list(List.of(x));
    assertThrows(IllegalArgumentException.class, () -> program.call(manager, "sums", arguments));
    assertNull(x.getName());
  }

  @Test
  void refusesEmptyCollections() {
    Arguments arguments = Arguments.none();
    assertThrows(IllegalArgumentException.class, () -> arguments.list(List.of()));
    assertThrows(IllegalArgumentException.class, () -> arguments.dict(Map.of()));
  }

  @Test
  void namesMethodAndLineOfAFailure() {
    NDArray x = manager.ones(new Shape(3));
    Exception e =
        assertThrows(
            IllegalStateException.class, () -> program.call(manager, "broken", Arguments.of(x)));
    assertTrue(e.toString().contains("example.broken"), e.toString());
    assertTrue(e.toString().contains("example.py\", line 22"), e.toString());
  }

  @Test
  void namesTheLineThatDoesNotCompile() {
    Script script = new Script("wrong", TEXT.replace("torch.linear", "torch.no_such_operator"));
    Exception e = assertThrows(IllegalStateException.class, () -> TorchProgram.compile(script));
    assertTrue(e.toString().contains("no_such_operator"), e.toString());
  }

  @Test
  void returnsResultsToTheGivenManagerAndRestoresTheThread() {
    boolean before = JniUtils.isGradMode();
    try (NDManager results = manager.newSubManager()) {
      NDArray x = manager.create(new float[] {1, 2});
      NDArray y =
          program.callOne(results, "scalars", Arguments.of(x).scalar(1).scalar(1.0).scalar(true));
      assertEquals(results, y.getManager());
      assertEquals(1, results.getManagedArrays().size());
      assertFalse(y.hasGradient());
    }
    assertEquals(before, JniUtils.isGradMode());
  }
}
