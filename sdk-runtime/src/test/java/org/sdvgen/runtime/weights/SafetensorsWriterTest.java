package org.sdvgen.runtime.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.AtomicFile;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;

class SafetensorsWriterTest {
  @TempDir Path folder;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Devices.newManager(Devices.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void writesWhatItReads() {
    NDArray matrix = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
    NDArray bf16 = Tensors.cast(manager, matrix, Precision.BF16);
    NDArray empty = manager.create(new Shape(0, 4));
    Path file = folder.resolve("new/out.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of("b", matrix.transpose(), "a", bf16, "e", empty, "i", manager.create(7L)),
        Map.of("key", "a \"quoted\" text"));
    try (SafetensorsFile source = SafetensorsFile.open(file)) {
      assertEquals(Map.of("format", "pt", "key", "a \"quoted\" text"), source.metadata());
      TensorEntry first = source.entries().values().iterator().next();
      assertEquals(StoredType.BF16, first.type());
      assertEquals(0, first.begin() % 8);
      assertArrayEquals(
          new float[] {1, 4, 2, 5, 3, 6}, source.readAsStored(manager, "b").toFloatArray());
      assertEquals(new Shape(3, 2), source.shapes().get("b"));
      assertArrayEquals(
          matrix.toFloatArray(), source.read(manager, "a", Precision.FP32).toFloatArray());
      assertEquals(7, source.readAsStored(manager, "i").getLong());
    }
  }

  @Test
  void isTheSameForTheSameTensors() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    NDArray x = manager.create(new float[] {1, 2});
    NDArray y = manager.create(new float[] {3});
    SafetensorsWriter.write(one, Map.of("x", x, "y", y), Map.of());
    SafetensorsWriter.write(two, Map.of("y", y, "x", x), Map.of());
    assertEquals(-1, Files.mismatch(one, two));
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws IOException {
    Path file = folder.resolve("old");
    Files.writeString(file, "old");
    AtomicFile.Content full =
        channel -> {
          channel.write(ByteBuffer.wrap(new byte[100]));
          throw new IOException("No space left on device");
        };
    InputException e = assertThrows(InputException.class, () -> AtomicFile.write(file, full));
    assertTrue(e.toString().contains(file + " cannot be written"), e.toString());
    assertTrue(e.toString().contains("No space left on device"), e.toString());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void removesTheTemporaryFileAfterADefect() throws IOException {
    Path file = folder.resolve("old");
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                file,
                channel -> {
                  throw new IllegalStateException();
                }));
    assertEquals(List.of(), files());
  }

  @Test
  void replacesAFile() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "a longer old content");
    AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {'n'})));
    assertEquals("n", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
