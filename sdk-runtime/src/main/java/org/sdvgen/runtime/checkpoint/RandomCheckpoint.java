package org.sdvgen.runtime.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.sdvgen.runtime.weights.ShardedWriter;
import org.sdvgen.runtime.weights.TensorTable;

/**
 * Fills a checkpoint folder that has everything but weights with random ones: for demonstrations,
 * benchmarks and tests, of any size. The folder is then one like any other, also for diffusers.
 */
public final class RandomCheckpoint {
  private final CheckpointFolder checkpoint;
  private final RandomWeights weights;
  private final long shardBytes;

  /**
   * Prepares for a folder.
   *
   * @param checkpoint a folder with {@code model_index.json} and the components' configurations
   * @param seed every value is a function of it and of its tensor's name
   */
  public RandomCheckpoint(CheckpointFolder checkpoint, long seed) {
    this(checkpoint, seed, ShardedWriter.SHARD_BYTES);
  }

  RandomCheckpoint(CheckpointFolder checkpoint, long seed, long shardBytes) {
    this.checkpoint = checkpoint;
    weights = new RandomWeights(seed);
    this.shardBytes = shardBytes;
  }

  /**
   * Writes the weights of every network of the folder that has none yet.
   *
   * @param tables the networks' tensors
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  public void write(CheckpointTables tables) {
    write(checkpoint.transformer(), "diffusion_pytorch_model", tables.transformer());
    if (checkpoint.vae().startsWith(checkpoint.root())) {
      write(checkpoint.vae(), "diffusion_pytorch_model", tables.vae());
    }
    write(checkpoint.textEncoder(), "model", tables.textEncoder());
  }

  private void write(Path folder, String stem, TensorTable table) {
    Path single = folder.resolve(stem + ".safetensors");
    Path index = folder.resolve(stem + ".safetensors.index.json");
    if (Files.exists(single) || Files.exists(index)) {
      return;
    }
    new ShardedWriter(folder, stem, shardBytes)
        .write(sizes(table), (manager, name) -> weights.draw(manager, name, shape(table, name)));
  }

  private static Map<String, Long> sizes(TensorTable table) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    table.required().forEach((name, shape) -> sizes.put(name, shape.size() * Float.BYTES));
    return sizes;
  }

  private static Shape shape(TensorTable table, String name) {
    return Objects.requireNonNull(table.shapes().get(name), name);
  }
}
