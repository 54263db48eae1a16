package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/**
 * A chain whose frozen weights come from a file for every call computes what the whole chain does.
 */
class WeightStreamTest {
  @TempDir private Path folder;
  private final TinyChain tiny = new TinyChain();
  private final NDManager weights = Devices.newManager(Devices.cpu());
  private final List<Integer> loads = Collections.synchronizedList(new ArrayList<>());
  private final List<NDManager> owners = Collections.synchronizedList(new ArrayList<>());
  private final List<AutoCloseable> open = new ArrayList<>();
  private int most;
  private boolean unreadable;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    weights.close();
    tiny.close();
  }

  /** Writes a chain's frozen weights to a file and makes a chain that reads them from it. */
  private BlockChain streamed(BlockChain whole, int resident) {
    Path target = folder.resolve(open.size() + ".safetensors");
    SafetensorsWriter.write(target, frozen(whole), Map.of());
    SafetensorsFile file = SafetensorsFile.open(target);
    WeightStream stream = new WeightStream(weights, resident);
    open.add(stream);
    open.add(file);
    List<Block> blocks = new ArrayList<>();
    for (Block block : whole.blocks()) {
      int index = blocks.size();
      Map<String, NDArray> held = new LinkedHashMap<>(block.weights());
      held.keySet().retainAll(block.trainable());
      blocks.add(
          new Block(
              block.program(),
              block.method(),
              block.path(),
              held,
              block.trainable(),
              stream.add(results -> read(results, file, index, block.path()))));
    }
    return new BlockChain(blocks, tiny.settings());
  }

  private static Map<String, NDArray> frozen(BlockChain whole) {
    Map<String, NDArray> stored = new LinkedHashMap<>();
    for (Block block : whole.blocks()) {
      block
          .weights()
          .forEach(
              (name, weight) -> {
                if (!block.trainable().contains(name)) {
                  stored.put(block.path() + name, weight);
                }
              });
    }
    return stored;
  }

  private Map<String, NDArray> read(
      NDManager results, SafetensorsFile file, int index, String path) {
    if (unreadable) {
      throw new InputException("block " + index + " cannot be read");
    }
    loads.add(index);
    owners.add(results);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (String name : file.entries().keySet()) {
      if (!path.isEmpty() && name.startsWith(path)) {
        tensors.put(name.substring(path.length()), file.readAsStored(results, name));
      }
    }
    most = Math.max(most, inMemory());
    return tensors;
  }

  private int inMemory() {
    synchronized (owners) {
      return Math.toIntExact(owners.stream().filter(NDManager::isOpen).count());
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32, 0", "BF16, 0", "FP32, 2", "BF16, 4"})
  void streamingChangesNoBit(Precision precision, int resident) {
    BlockChain whole = tiny.chain(precision);
    BlockChain streamed = streamed(whole, resident);
    TinyChain.Inputs inputs = tiny.new Inputs(precision, 3, 5);
    for (int call = 0; call < 3; call++) {
      assertEquals(
          inputs.gradients(whole, GradientCheckpointing.FULL, 7),
          inputs.gradients(streamed, GradientCheckpointing.FULL, 7));
      assertEquals(
          inputs.gradients(whole, GradientCheckpointing.NONE, 7),
          inputs.gradients(streamed, GradientCheckpointing.NONE, 7));
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32, 0", "BF16, 0", "FP32, 2", "BF16, 4"})
  void predictionsAreTheSame(Precision precision, int resident) {
    tiny.setDropout(0);
    BlockChain whole = tiny.chain(precision);
    BlockChain streamed = streamed(whole, resident);
    TinyChain.Inputs inputs = tiny.new Inputs(precision, 3, 5);
    for (int call = 0; call < 3; call++) {
      assertArrayEquals(inputs.infer(whole), inputs.infer(streamed));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void atMostTwoBlocksAreInMemoryBesideTheResidentOnes(int resident) {
    BlockChain streamed = streamed(tiny.chain(Precision.FP32), resident);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    for (int step = 0; step < 3; step++) {
      inputs.gradients(streamed, GradientCheckpointing.FULL, step);
    }
    assertEquals(resident + 2, most);
  }

  @Test
  void everyBlockIsReadOnceInEitherDirection() {
    BlockChain streamed = streamed(tiny.chain(Precision.FP32), 1);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    inputs.gradients(streamed, GradientCheckpointing.FULL, 7);
    assertEquals(List.of(0, 1, 2, 3, 1), loads, "block 2 is still there when backward begins");
    loads.clear();
    inputs.gradients(streamed, GradientCheckpointing.FULL, 7);
    assertEquals(List.of(2, 3, 1), loads, "blocks 0 and 1 are there");
  }

  @Test
  void predictionsReadNoBlockInVain() {
    tiny.setDropout(0);
    BlockChain streamed = streamed(tiny.chain(Precision.FP32), 0);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    for (int call = 0; call < 4; call++) {
      inputs.infer(streamed);
    }
    streamedRead();
    assertEquals(
        List.of(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0),
        loads,
        "the first block follows the last, also ahead of a call that is not made");
  }

  /** Waits until blocks that were asked for ahead are read. */
  private void streamedRead() {
    ((WeightStream) open.get(0)).release();
  }

  @Test
  void releasedBlocksAreReadAgain() {
    tiny.setDropout(0);
    BlockChain whole = tiny.chain(Precision.FP32);
    BlockChain streamed = streamed(whole, 100);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    float[] expected = inputs.infer(whole);
    assertArrayEquals(expected, inputs.infer(streamed));
    assertEquals(4, inMemory());
    streamedRead();
    assertEquals(0, inMemory());
    loads.clear();
    assertArrayEquals(expected, inputs.infer(streamed));
    assertArrayEquals(expected, inputs.infer(streamed));
    assertEquals(List.of(0, 1, 2, 3), loads, "once each");
    assertEquals(4, inMemory(), "they stay again");
  }

  @Test
  void aBlockInUseOutlivesARelease() {
    WeightStream stream = new WeightStream(weights, 2);
    FrozenWeights only = stream.add(results -> Map.of("a", results.create(1f)));
    try (FrozenWeights.Use use = only.use()) {
      stream.release();
      assertEquals(1f, use.tensors().values().iterator().next().getFloat());
    }
    stream.close();
  }

  @Test
  void nothingIsLeft() throws Exception {
    BlockChain streamed = streamed(tiny.chain(Precision.BF16), 1);
    tiny.new Inputs(Precision.BF16, 3, 5).gradients(streamed, GradientCheckpointing.FULL, 7);
    open.remove(0).close();
    assertEquals(0, inMemory());
  }

  @Test
  void closingWaitsForTheBlockThatIsBeingRead() {
    WeightStream stream = new WeightStream(weights, 0);
    FrozenWeights first = stream.add(results -> Map.of("a", results.create(1f)));
    FrozenWeights unused =
        stream.add(
            results -> {
              LockSupport.parkNanos(200_000_000);
              owners.add(results);
              return Map.of("a", results.create(1f));
            });
    first.use().close();
    stream.close();
    stream.close();
    assertEquals(1, owners.size(), "the second block was being read");
    assertEquals(0, inMemory());
  }

  @Test
  void unreadableBlocksAreReportedAndReadAgain() {
    tiny.setDropout(0);
    BlockChain whole = tiny.chain(Precision.FP32);
    BlockChain streamed = streamed(whole, 0);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    unreadable = true;
    InputException e = assertThrows(InputException.class, () -> inputs.infer(streamed));
    assertEquals("block 0 cannot be read", e.getMessage());
    unreadable = false;
    assertArrayEquals(inputs.infer(whole), inputs.infer(streamed));
  }
}
