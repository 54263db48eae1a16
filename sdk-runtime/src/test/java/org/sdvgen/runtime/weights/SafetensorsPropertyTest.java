package org.sdvgen.runtime.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;

/** Files of any content are read as they were written; damaged ones are refused, never misread. */
class SafetensorsPropertyTest {
  private static Path file = Path.of("unset");
  private static byte[] good = {};

  @BeforeContainer
  static void write() throws IOException {
    file = Files.createTempFile("property", ".safetensors");
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      NDArray one = manager.create(new float[] {1, 2, 3}, new Shape(3, 1));
      NDArray two = manager.create(new long[] {4, 5});
      SafetensorsWriter.write(file, Map.of("block.one", one, "block.two", two), Map.of("k", "v"));
    }
    good = Files.readAllBytes(file);
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 60)
  void readsWhatWasWritten(
      @ForAll @Size(max = 5) Map<@NotBlank String, float @Size(max = 6) []> values)
      throws IOException {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> tensors = new HashMap<>();
      values.forEach((name, numbers) -> tensors.put("x" + name, manager.create(numbers)));
      SafetensorsWriter.write(file, tensors, Map.of());
      try (SafetensorsFile read = SafetensorsFile.open(file)) {
        assertEquals(tensors.keySet(), read.shapes().keySet());
        values.forEach(
            (name, numbers) ->
                assertArrayEquals(
                    numbers, read.read(manager, "x" + name, Precision.FP32).toFloatArray()));
      }
    }
  }

  @Property(tries = 200)
  void refusesEveryTruncation(@ForAll @LongRange(min = 0, max = 1000) long length)
      throws IOException {
    Files.write(file, Arrays.copyOf(good, (int) Math.min(length, good.length - 1)));
    assertThrows(InputException.class, () -> SafetensorsFile.open(file).close());
  }

  @Property(tries = 200)
  void neverFailsOtherwiseOnAFlippedBit(
      @ForAll @IntRange(max = 1000) int position, @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    byte[] damaged = good.clone();
    damaged[position % good.length] ^= (byte) (1 << bit);
    Files.write(file, damaged);
    try (SafetensorsFile read = SafetensorsFile.open(file);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      read.entries().keySet().forEach(name -> read.readAsStored(manager, name));
    } catch (InputException expected) {
      assertEquals(true, expected.toString().contains(file.toString()));
    }
  }
}
