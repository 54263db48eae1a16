package org.sdvgen.cogvideox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

final class RandomCheckpointTest {
  private static final Path MODEL = Path.of("src/test/resources/golden/cogvideox/model");

  @Test
  void wholeOrInShardsTheWeightsAreTheSame(@TempDir Path folder) throws IOException {
    CheckpointFolder whole = configurations(folder.resolve("whole"));
    CheckpointFolder sharded = configurations(folder.resolve("sharded"));
    new RandomCheckpoint(whole, 3).write();
    new RandomCheckpoint(sharded, 3, 20_000).write();
    assertFalse(Files.exists(sharded.transformer().resolve("diffusion_pytorch_model.safetensors")));
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
  void valuesKeepActivationsAtUnitSize(@TempDir Path folder) throws IOException {
    CheckpointFolder checkpoint = configurations(folder);
    new RandomCheckpoint(checkpoint, 3).write();
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> weights = transformer(manager, checkpoint);
      NDArray query = manager.create(values(weights, "transformer_blocks.0.attn1.to_q.weight"));
      double deviation = query.square().mean().sqrt().getFloat();
      double inputs = checkpoint.transformerConfig().width();
      assertEquals(1 / Math.sqrt(inputs), deviation, 0.1 / Math.sqrt(inputs));
      float[] bias = values(weights, "transformer_blocks.0.attn1.to_q.bias");
      assertArrayEquals(new float[bias.length], bias);
    }
  }

  @Test
  void existingWeightsStay(@TempDir Path folder) throws IOException {
    CheckpointFolder checkpoint = configurations(folder);
    new RandomCheckpoint(checkpoint, 3).write();
    Path file = checkpoint.vae().resolve("diffusion_pytorch_model.safetensors");
    byte[] before = Files.readAllBytes(file);
    new RandomCheckpoint(checkpoint, 4).write();
    assertArrayEquals(before, Files.readAllBytes(file));
    assertTrue(before.length > 1000);
  }

  private static Map<String, NDArray> transformer(NDManager manager, CheckpointFolder folder) {
    try (WeightSource source = WeightFiles.open(folder.transformer())) {
      return Weights.load(
          manager, source, TransformerTensors.of(folder.transformerConfig()), Precision.FP32);
    }
  }

  private static float[] values(Map<String, NDArray> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name).toFloatArray();
  }

  private static CheckpointFolder configurations(Path folder) throws IOException {
    for (String name :
        new String[] {
          "model_index.json",
          "transformer/config.json",
          "vae/config.json",
          "text_encoder/config.json",
          "tokenizer/spiece.model",
          "scheduler/scheduler_config.json"
        }) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      Files.copy(MODEL.resolve(name), file);
    }
    return CheckpointFolder.open(folder);
  }
}
