package org.sdvgen.runtime.checkpoint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.sdvgen.api.backbone.CheckpointTools.WriteProgress;
import org.sdvgen.runtime.io.DiskSpace;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsWriter;
import org.sdvgen.runtime.weights.ShardedWriter;
import org.sdvgen.runtime.weights.StoredType;
import org.sdvgen.runtime.weights.TensorLayout;
import org.sdvgen.runtime.weights.TensorSink;
import org.sdvgen.runtime.weights.TensorTable;

/**
 * Fills a checkpoint folder that has everything but weights with random ones: for demonstrations,
 * benchmarks and tests, of any size. The folder is then one like any other, also for diffusers.
 */
public final class RandomCheckpoint {
  private static final String TEXT_STEM = "model";

  /** The largest file of diffusers and of transformers, where nothing asks for another size. */
  private static final long DIFFUSERS_SHARD = 10_000_000_000L;

  private static final long TRANSFORMERS_SHARD = 5_000_000_000L;

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
   * Writes the weights of every network of the folder that has none yet, in fp32.
   *
   * @param tables the networks' tensors
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  public void write(CheckpointTables tables) {
    write(checkpoint.transformer(), CheckpointFolder.TRANSFORMER_STEM, tables.transformer());
    if (checkpoint.vae().startsWith(checkpoint.root())) {
      write(checkpoint.vae(), CheckpointFolder.TRANSFORMER_STEM, tables.vae());
    }
    write(checkpoint.textEncoder(), TEXT_STEM, tables.textEncoder());
  }

  private void write(Path folder, String stem, TensorTable table) {
    Path single = folder.resolve(stem + ".safetensors");
    Path index = folder.resolve(stem + ".safetensors.index.json");
    if (Files.exists(single) || Files.exists(index)) {
      return;
    }
    new ShardedWriter(folder, stem, shardBytes)
        .write(layouts(table, StoredType.F32), Map.of(), drawing(table));
  }

  private SafetensorsWriter.Content drawing(TensorTable table) {
    return (name, sink) -> {
      try (NDManager manager = Devices.newManager(Devices.cpu())) {
        sink.write(weights.draw(manager, name, shape(table, name)));
      }
    };
  }

  /**
   * Writes the weights of all networks in bf16, split into files as published checkpoints are.
   *
   * @param tables the networks' tensors
   * @param progress told of every tensor
   * @throws org.sdvgen.api.error.InputException if the drive has too little room, or a file cannot
   *     be written
   */
  public void writeBf16(CheckpointTables tables, WriteProgress progress) {
    Map<String, TensorLayout> transformer = layouts(tables.transformer(), StoredType.BF16);
    Map<String, TensorLayout> vae = layouts(tables.vae(), StoredType.BF16);
    Map<String, TensorLayout> text = layouts(tables.textEncoder(), StoredType.BF16);
    long all = bytes(transformer) + bytes(vae) + bytes(text);
    DiskSpace.require(checkpoint.root(), all);
    Drawn drawn = new Drawn(all, progress);
    new ShardedWriter(checkpoint.transformer(), CheckpointFolder.TRANSFORMER_STEM, DIFFUSERS_SHARD)
        .write(transformer, Map.of(), (name, sink) -> drawn.write(transformer, name, sink));
    new ShardedWriter(checkpoint.vae(), CheckpointFolder.TRANSFORMER_STEM, DIFFUSERS_SHARD)
        .write(vae, Map.of(), (name, sink) -> drawn.write(vae, name, sink));
    new ShardedWriter(checkpoint.textEncoder(), TEXT_STEM, TRANSFORMERS_SHARD)
        .write(text, Map.of(), (name, sink) -> drawn.write(text, name, sink));
  }

  /** Draws tensor after tensor and counts their bytes. */
  private final class Drawn {
    private final long all;
    private final WriteProgress progress;
    private long done;

    Drawn(long all, WriteProgress progress) {
      this.all = all;
      this.progress = progress;
    }

    void write(Map<String, TensorLayout> layouts, String name, TensorSink sink) throws IOException {
      TensorLayout layout = Objects.requireNonNull(layouts.get(name), name);
      weights.writeBf16(sink, name, layout.shape());
      done += layout.bytes();
      progress.written(done, all);
    }
  }

  private static long bytes(Map<String, TensorLayout> layouts) {
    return layouts.values().stream().mapToLong(TensorLayout::bytes).sum();
  }

  private static Map<String, TensorLayout> layouts(TensorTable table, StoredType type) {
    Map<String, TensorLayout> layouts = new LinkedHashMap<>();
    table.required().forEach((name, shape) -> layouts.put(name, new TensorLayout(type, shape)));
    return layouts;
  }

  private static Shape shape(TensorTable table, String name) {
    return Objects.requireNonNull(table.shapes().get(name), name);
  }
}
