package org.sdvgen.runtime.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

final class RandomCheckpointTest {
  private static final int WIDTH = 64;
  private static final TensorTable TABLE =
      TensorTable.builder()
          .addWithBias("norm", WIDTH)
          .add("conv_norm.gamma", WIDTH, 1, 1, 1)
          .addWithBias("block.linear", 2 * WIDTH, WIDTH)
          .addWithBias("block.conv", WIDTH, WIDTH, 3, 3)
          .add("odd", 93, 7)
          .build();
  private static final CheckpointTables TABLES = new CheckpointTables(TABLE, TABLE, TABLE);

  @Test
  void wholeOrInShardsTheWeightsAreTheSame(@TempDir Path root) throws IOException {
    CheckpointFolder whole = folder(root.resolve("whole"));
    CheckpointFolder sharded = folder(root.resolve("sharded"));
    new RandomCheckpoint(whole, 3).write(TABLES);
    new RandomCheckpoint(sharded, 3, 80_000).write(TABLES);
    assertFalse(Files.exists(sharded.transformerWeights()));
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> expected = transformer(manager, whole);
      Map<String, NDArray> found = transformer(manager, sharded);
      assertEquals(expected.keySet(), found.keySet());
      expected
          .keySet()
          .forEach(name -> assertArrayEquals(values(expected, name), values(found, name), name));
    }
  }

  @Test
  void valuesKeepActivationsAtUnitSize(@TempDir Path root) throws IOException {
    CheckpointFolder checkpoint = folder(root);
    new RandomCheckpoint(checkpoint, 3).write(TABLES);
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> weights = transformer(manager, checkpoint);
      assertDeviation(1 / Math.sqrt(WIDTH), weights, "block.linear.weight");
      assertDeviation(1 / Math.sqrt(9 * WIDTH), weights, "block.conv.weight");
      float[] ones = new float[WIDTH];
      Arrays.fill(ones, 1);
      assertArrayEquals(ones, values(weights, "norm.weight"));
      assertArrayEquals(ones, values(weights, "conv_norm.gamma"));
      assertArrayEquals(new float[2 * WIDTH], values(weights, "block.linear.bias"));
    }
  }

  private static void assertDeviation(double expected, Map<String, NDArray> weights, String name) {
    double squares = 0;
    float[] values = values(weights, name);
    for (float value : values) {
      squares += value * value;
    }
    assertEquals(expected, Math.sqrt(squares / values.length), 0.1 * expected);
  }

  @Test
  void bf16WeightsAreOfUnitSizeToo(@TempDir Path root) throws IOException {
    CheckpointFolder checkpoint = folder(root);
    List<Long> told = new ArrayList<>();
    new RandomCheckpoint(checkpoint, 3).writeBf16(TABLES, (done, of) -> told.add(of - done));
    long each = TABLE.shapes().values().stream().mapToLong(Shape::size).sum() * 2;
    assertEquals(3 * TABLE.shapes().size(), told.size());
    assertEquals(0, told.get(told.size() - 1));
    assertTrue(told.get(0) < 3 * each);
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> weights = transformer(manager, checkpoint);
      assertDeviation(1 / Math.sqrt(WIDTH), weights, "block.linear.weight");
      assertDeviation(1 / Math.sqrt(9 * WIDTH), weights, "block.conv.weight");
      assertDeviation(1 / Math.sqrt(7), weights, "odd");
      float[] ones = new float[WIDTH];
      Arrays.fill(ones, 1);
      assertArrayEquals(ones, values(weights, "conv_norm.gamma"));
      assertArrayEquals(new float[2 * WIDTH], values(weights, "block.linear.bias"));
    }
  }

  @Test
  void bf16WeightsFollowFromSeedAndName(@TempDir Path root) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (long seed : new long[] {3, 3, 4}) {
      CheckpointFolder checkpoint = folder(root.resolve("run" + files.size()));
      new RandomCheckpoint(checkpoint, seed).writeBf16(TABLES, (done, of) -> {});
      files.add(Files.readAllBytes(checkpoint.transformerWeights()));
    }
    assertArrayEquals(files.get(0), files.get(1));
    assertFalse(Arrays.equals(files.get(0), files.get(2)));
  }

  @Test
  void existingWeightsStay(@TempDir Path root) throws IOException {
    CheckpointFolder checkpoint = folder(root);
    new RandomCheckpoint(checkpoint, 3).write(TABLES);
    Path file = checkpoint.vae().resolve("diffusion_pytorch_model.safetensors");
    byte[] before = Files.readAllBytes(file);
    new RandomCheckpoint(checkpoint, 4).write(TABLES);
    assertArrayEquals(before, Files.readAllBytes(file));
    assertTrue(before.length > 1000);
  }

  private static Map<String, NDArray> transformer(NDManager manager, CheckpointFolder folder) {
    try (WeightSource source = WeightFiles.open(folder.transformer())) {
      return Weights.load(manager, source, TABLE, Precision.FP32);
    }
  }

  private static float[] values(Map<String, NDArray> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name).toFloatArray();
  }

  private static CheckpointFolder folder(Path root) throws IOException {
    CheckpointFolder folder = new CheckpointFolder(root);
    for (Path component : new Path[] {folder.transformer(), folder.vae(), folder.textEncoder()}) {
      Files.createDirectories(component);
    }
    return folder;
  }
}
