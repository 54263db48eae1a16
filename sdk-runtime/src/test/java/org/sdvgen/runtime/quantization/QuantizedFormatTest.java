package org.sdvgen.runtime.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsFile;

/**
 * Codes and dequantised weights are torchao's and bitsandbytes', bit for bit ({@code
 * tools/interop/quantized.py} writes the file).
 */
class QuantizedFormatTest {
  private static final String DEQUANTIZED = ".dequantized";

  private static NDManager manager;
  private static SafetensorsFile golden;

  @BeforeAll
  static void open() throws URISyntaxException {
    manager = Devices.newManager(Devices.cpu());
    Path file = Path.of(QuantizedFormatTest.class.getResource("golden.safetensors").toURI());
    golden = SafetensorsFile.open(file);
  }

  @AfterAll
  static void close() {
    golden.close();
    manager.close();
  }

  static Stream<Arguments> cases() throws URISyntaxException {
    Path file = Path.of(QuantizedFormatTest.class.getResource("golden.safetensors").toURI());
    try (SafetensorsFile golden = SafetensorsFile.open(file)) {
      List<String> cases =
          golden.entries().keySet().stream()
              .filter(name -> name.endsWith(DEQUANTIZED))
              .map(name -> name.substring(0, name.length() - DEQUANTIZED.length()))
              .sorted()
              .toList();
      assertEquals(30, cases.size(), "five shapes, two precisions, three formats");
      return cases.stream()
          .map(
              name -> {
                int dot = name.lastIndexOf('.');
                String format = name.substring(dot + 1).toUpperCase(Locale.ROOT);
                return Arguments.of(name.substring(0, dot), QuantizedFormat.valueOf(format));
              });
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void codesAreThoseOfTheReference(String weight, QuantizedFormat format) {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> parts = quantized(scope, weight, format);
      String prefix = weight + "." + format.name().toLowerCase(Locale.ROOT);
      assertSame(scope, prefix + ".codes", parts.get(weight));
      golden.entries().keySet().stream()
          .filter(name -> name.startsWith(prefix + "."))
          .filter(name -> !name.endsWith(".codes") && !name.endsWith(DEQUANTIZED))
          .forEach(
              name -> assertSame(scope, name, parts.get(weight + name.substring(prefix.length()))));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void networksDequantizeToTheReference(String weight, QuantizedFormat format) {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> parts = quantized(scope, weight, format);
      NDArray like = golden.readAsStored(scope, weight);
      NDArray back = QuantizedFormat.dequantize(scope, weight, parts, like);
      assertSame(scope, weight + "." + format.name().toLowerCase(Locale.ROOT) + DEQUANTIZED, back);
    }
  }

  @Test
  void otherShapesAreRefused() {
    try (NDManager scope = manager.newSubManager()) {
      NDArray kernel = scope.ones(new Shape(2, 3, 4));
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> QuantizedFormat.INT8.quantize(scope, "k", kernel));
      assertEquals("k is no matrix and is not quantised: (2, 3, 4)", e.getMessage());
    }
  }

  private static Map<String, NDArray> quantized(
      NDManager scope, String weight, QuantizedFormat format) {
    return format.quantize(scope, weight, golden.readAsStored(scope, weight));
  }

  private static void assertSame(NDManager scope, String name, @Nullable NDArray actual) {
    assertNotNull(actual, name);
    NDArray expected = golden.readAsStored(scope, name);
    assertEquals(Tensors.scalarType(expected), Tensors.scalarType(actual), name);
    assertEquals(expected.getShape(), actual.getShape(), name);
    assertArrayEquals(bytes(expected), bytes(actual), name);
  }

  private static byte[] bytes(NDArray tensor) {
    ByteBuffer buffer = Tensors.bytes(tensor, 0, tensor.size());
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
