package org.sdvgen.runtime.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsWriter;
import org.sdvgen.runtime.weights.TensorTable;

/**
 * Fills a checkpoint folder that has everything but weights with random ones: for demonstrations,
 * benchmarks and tests, of any size. The folder is then one like any other, also for diffusers.
 */
public final class RandomCheckpoint {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Largest number of values in one file; a shard is in memory as a whole. */
  private static final long SHARD_VALUES = 1L << 28;

  private final CheckpointFolder checkpoint;
  private final long seed;
  private final long shardValues;

  /**
   * Prepares for a folder.
   *
   * @param checkpoint a folder with {@code model_index.json} and the components' configurations
   * @param seed every value is a function of it and of its tensor's name
   */
  public RandomCheckpoint(CheckpointFolder checkpoint, long seed) {
    this(checkpoint, seed, SHARD_VALUES);
  }

  RandomCheckpoint(CheckpointFolder checkpoint, long seed, long shardValues) {
    this.checkpoint = checkpoint;
    this.seed = seed;
    this.shardValues = shardValues;
  }

  /**
   * Writes the weights of every network that has none yet.
   *
   * @param tables the networks' tensors
   * @throws InputException if a file cannot be written
   */
  public void write(CheckpointTables tables) {
    write(checkpoint.transformer(), "diffusion_pytorch_model", tables.transformer());
    write(checkpoint.vae(), "diffusion_pytorch_model", tables.vae());
    write(checkpoint.textEncoder(), "model", tables.textEncoder());
  }

  private void write(Path folder, String stem, TensorTable table) {
    Path single = folder.resolve(stem + ".safetensors");
    Path index = folder.resolve(stem + ".safetensors.index.json");
    if (Files.exists(single) || Files.exists(index)) {
      return;
    }
    List<Map<String, Shape>> shards = shards(table.required());
    if (shards.size() == 1) {
      writeShard(single, shards.get(0));
      return;
    }
    ObjectNode names = JSON.createObjectNode();
    for (int i = 0; i < shards.size(); i++) {
      String name = "%s-%05d-of-%05d.safetensors".formatted(stem, i + 1, shards.size());
      writeShard(folder.resolve(name), shards.get(i));
      shards.get(i).keySet().forEach(tensor -> names.put(tensor, name));
    }
    writeIndex(index, names);
  }

  private List<Map<String, Shape>> shards(Map<String, Shape> shapes) {
    List<Map<String, Shape>> shards = new ArrayList<>();
    long room = 0;
    for (Map.Entry<String, Shape> tensor : shapes.entrySet()) {
      long size = tensor.getValue().size();
      if (shards.isEmpty() || size > room) {
        shards.add(new LinkedHashMap<>());
        room = shardValues;
      }
      shards.get(shards.size() - 1).put(tensor.getKey(), tensor.getValue());
      room -= size;
    }
    return shards;
  }

  private void writeShard(Path file, Map<String, Shape> shapes) {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      shapes.forEach((name, shape) -> tensors.put(name, draw(manager, name, shape)));
      SafetensorsWriter.write(file, tensors, Map.of());
    }
  }

  /** Written after the shards, so that a folder with an index is complete. */
  private static void writeIndex(Path index, ObjectNode names) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("metadata");
    root.set("weight_map", names);
    try {
      Files.writeString(index, root.toPrettyString());
    } catch (IOException e) {
      throw new InputException(index + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Keeps activations at about unit size: biases 0, factors 1, matrices by their inputs. */
  private NDArray draw(NDManager manager, String name, Shape shape) {
    if (name.endsWith(".bias")) {
      return manager.zeros(shape);
    }
    // One value per channel: the factors of a norm.
    if (shape.size() == shape.get(0)) {
      return manager.ones(shape);
    }
    DrawKey key = new DrawKey(seed, 0, 0, "weight/" + name);
    float[] values = Draws.seeded().normals(key, Math.toIntExact(shape.size()));
    double inputs = (double) shape.size() / shape.get(0);
    float deviation = (float) (1 / Math.sqrt(inputs));
    for (int i = 0; i < values.length; i++) {
      values[i] *= deviation;
    }
    return manager.create(values, shape);
  }
}
