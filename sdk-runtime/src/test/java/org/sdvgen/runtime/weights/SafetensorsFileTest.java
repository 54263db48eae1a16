package org.sdvgen.runtime.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sdvgen.runtime.weights.RawSafetensors.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;

class SafetensorsFileTest {
  @TempDir Path folder;

  @Test
  void readsWhatItFindsInTheHeader() {
    Path file = folder.resolve("a.safetensors");
    String header =
        "{"
            + entry("w", "F16", "[2,1]", 0, 4)
            + ",\"__metadata__\":{\"r\":\"5\"},"
            + entry("mask", "U8", "[3]", 4, 7)
            + ","
            + entry("scalar", "I64", "[]", 7, 15)
            + "}";
    RawSafetensors.write(file, header, bytes(0, 0x3C, 0, 0xC0, 1, 0, 1, 9, 0, 0, 0, 0, 0, 0, 0));
    try (SafetensorsFile source = SafetensorsFile.open(file);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      assertEquals(Map.of("r", "5"), source.metadata());
      assertEquals(
          Map.of("w", new Shape(2, 1), "mask", new Shape(3), "scalar", new Shape()),
          source.shapes());
      assertArrayEquals(
          new float[] {1, -2}, source.read(manager, "w", Precision.FP32).toFloatArray());
      assertArrayEquals(
          new float[] {1, 0, 1}, source.read(manager, "mask", Precision.FP32).toFloatArray());
      assertEquals(9, source.readAsStored(manager, "scalar").getLong());
      assertEquals(DataType.UINT8, source.readAsStored(manager, "mask").getDataType());
      assertEquals(4, manager.getManagedArrays().size());
    }
  }

  @Test
  void suggestsTheNearestName() {
    Path file = folder.resolve("a.safetensors");
    RawSafetensors.write(file, "{" + entry("block.weight", "U8", "[1]", 0, 1) + "}", bytes(1));
    try (SafetensorsFile source = SafetensorsFile.open(file);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      InputException e =
          assertThrows(
              InputException.class, () -> source.read(manager, "block.weigth", Precision.FP32));
      assertTrue(e.toString().contains("nearest name is block.weight"), e.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not valid JSON | {[",
        "not a JSON object | []",
        "tensor w has the dtype \"F8\", which is not read |"
            + " {\"w\":{\"dtype\":\"F8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
        "tensor w has no shape | {\"w\":{\"dtype\":\"U8\",\"data_offsets\":[0,4]}}",
        "tensor w has the shape | {\"w\":{\"dtype\":\"U8\",\"shape\":[-4],\"data_offsets\":[0,4]}}",
        "tensor w has the shape |"
            + " {\"w\":{\"dtype\":\"U8\",\"shape\":[4.5],\"data_offsets\":[0,4]}}",
        "tensor w has the shape |"
            + " {\"w\":{\"dtype\":\"U8\",\"shape\":[1e30],\"data_offsets\":[0,4]}}",
        "tensor w has offsets | {\"w\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,0]}}",
        "tensor w has offsets | {\"w\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4,8]}}",
        "tensor w ends at byte 5 of 4 |"
            + " {\"w\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[0,5]}}",
        "tensor w of type F32 | {\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,4]}}",
        "tensor w of type U8 |"
            + " {\"w\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        "tensor v overlaps tensor w |"
            + " {\"w\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"v\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}",
        "tensor w leaves a gap | {\"w\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}",
        "1 bytes follow | {\"w\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}",
        "Duplicate field |"
            + " {\"w\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"w\":{}}",
        "metadata entry r is not a text |"
            + " {\"__metadata__\":{\"r\":5},\"w\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
      })
  void refusesAMalformedHeader(String expected, String header) {
    Path file = RawSafetensors.write(folder.resolve("bad.safetensors"), header, bytes(1, 2, 3, 4));

    assertRefused(file, expected);
  }

  @Test
  void refusesAnImpossibleHeaderLength() throws IOException {
    Path file = folder.resolve("bad.safetensors");
    for (long length : new long[] {-1, 0, 3, Long.MAX_VALUE, 100_000_001}) {
      assertRefused(RawSafetensors.write(file, length, "{}"), "header of " + length + " bytes");
    }
    Files.write(file, new byte[7]);
    assertRefused(file, "it has 7 bytes");
  }

  @Test
  void refusesWhatIsNotAFile() {
    assertRefused(folder.resolve("absent.safetensors"), "does not exist");
    assertRefused(folder, "is a folder");
  }

  @Test
  void readsPastTwoGigabytes() throws IOException {
    long size = (1L << 31) + 8;
    Path file = folder.resolve("large.safetensors");
    String header =
        "{"
            + entry("first", "U8", "[" + (size - 4) + "]", 0, size - 4)
            + ","
            + entry("last", "F32", "[1]", size - 4, size)
            + "}";
    RawSafetensors.write(file, header);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(sparse.length() + size);
      sparse.seek(sparse.length() - 4);
      sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3F});
    }
    try (SafetensorsFile source = SafetensorsFile.open(file);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      assertEquals(1f, source.read(manager, "last", Precision.FP32).toFloatArray()[0]);
    }
  }

  /** A file of two tensors, {@code a} = 1, 2 and {@code b} = 3, 4, or with {@code b} = 5, 6. */
  private Path twoTensors(String name, float b) {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      tensors.put("a", manager.create(new float[] {1, 2}));
      tensors.put("b", manager.create(new float[] {b, b + 1}));
      Path file = folder.resolve(name);
      SafetensorsWriter.write(file, tensors, Map.of());
      return file;
    }
  }

  @Test
  void aFileThatIsCutShortWhileOpenIsRefusedByFileAndTensor() throws IOException {
    Path file = twoTensors("cut.safetensors", 3);
    try (SafetensorsFile source = SafetensorsFile.open(file);
        NDManager manager = Devices.newManager(Devices.cpu());
        FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
      cut.truncate(cut.size() - 4);
      InputException e =
          assertThrows(
              InputException.class, () -> source.read(manager, "b", Precision.FP32).close());
      assertEquals(
          file
              + ": tensor b cannot be read: the file was cut short after it was opened; fetch it again",
          e.getMessage());
      assertThrows(InputException.class, () -> source.storedBytes("b", 4, 4));
    }
  }

  @Test
  void aFileThatIsWrittenToWhileOpenIsRefused() throws IOException {
    Path file = twoTensors("written.safetensors", 3);
    try (SafetensorsFile source = SafetensorsFile.open(file);
        NDManager manager = Devices.newManager(Devices.cpu());
        FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
      written.write(ByteBuffer.wrap(new byte[] {1}), written.size() - 1);
      Files.setLastModifiedTime(file, FileTime.fromMillis(0)); // whatever the clock's resolution
      InputException e =
          assertThrows(
              InputException.class, () -> source.read(manager, "b", Precision.FP32).close());
      assertEquals(
          file
              + ": tensor b cannot be read: the file was written to after it was opened; leave files"
              + " of a model that is in use as they are, and start again",
          e.getMessage());
    }
  }

  @Test
  void anotherFileUnderTheSameNameChangesNothing() throws IOException {
    Path file = twoTensors("model.safetensors", 3);
    Path other = twoTensors("other.safetensors", 5);
    try (SafetensorsFile source = SafetensorsFile.open(file);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      assertArrayEquals(
          new float[] {3, 4}, source.read(manager, "b", Precision.FP32).toFloatArray());
      Files.delete(file);
      assertArrayEquals(
          new float[] {3, 4}, source.read(manager, "b", Precision.FP32).toFloatArray());
    }
  }

  private static void assertRefused(Path file, String expected) {
    InputException e = assertThrows(InputException.class, () -> SafetensorsFile.open(file).close());
    assertTrue(e.toString().contains(expected), e.toString());
    assertTrue(e.toString().contains(file.toString()), e.toString());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** All finite values of both 8-bit formats, by the definition of sign, exponent and mantissa. */
  @ParameterizedTest
  @CsvSource({"F8_E4M3, 4, 3, 126", "F8_E5M2, 5, 2, 123"})
  void readsEveryValueOfFp8Exactly(String type, int exponentBits, int mantissaBits, int last) {
    byte[] codes = new byte[last + 1];
    float[] expected = new float[codes.length];
    int bias = (1 << (exponentBits - 1)) - 1;
    for (int code = 0; code < codes.length; code++) {
      codes[code] = (byte) code;
      int exponent = code >> mantissaBits;
      double mantissa = (code & ((1 << mantissaBits) - 1)) / (double) (1 << mantissaBits);
      expected[code] =
          (float)
              (exponent == 0
                  ? Math.scalb(mantissa, 1 - bias)
                  : Math.scalb(1 + mantissa, exponent - bias));
    }
    String shape = "[" + codes.length + "]";
    String header = "{" + RawSafetensors.entry("w", type, shape, 0, codes.length) + "}";
    Path file = RawSafetensors.write(folder.resolve("fp8.safetensors"), header, codes);
    try (SafetensorsFile source = SafetensorsFile.open(file);
        NDManager manager = Devices.newManager(Devices.cpu())) {
      assertArrayEquals(expected, source.read(manager, "w", Precision.FP32).toFloatArray());
    }
  }
}
