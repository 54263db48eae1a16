package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Precision;

/**
 * A checkpoint in several safetensors files with an index, as Hugging Face repositories have it.
 */
final class ShardedSafetensors implements WeightSource {
  private final Path index;
  private final Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
  private final Map<String, SafetensorsFile> shardOf = new LinkedHashMap<>();
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();

  private ShardedSafetensors(Path index) {
    this.index = index;
  }

  /**
   * Opens all shards that an index names.
   *
   * @param index a {@code *.safetensors.index.json} file; the shards lie beside it
   * @throws InputException if the index is malformed, a shard is missing or damaged, or index and
   *     shards disagree about a tensor
   */
  static ShardedSafetensors open(Path index) {
    ShardedSafetensors checkpoint = new ShardedSafetensors(index);
    try {
      checkpoint.weightMap().properties().forEach(e -> checkpoint.add(e.getKey(), e.getValue()));
      checkpoint.checkUnlisted();
      return checkpoint;
    } catch (RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  private JsonNode weightMap() {
    try {
      JsonNode map = StrictJson.read(index).path("weight_map");
      if (!map.isObject() || map.isEmpty()) {
        throw new InputException(index + " has no weight_map: it is not an index of safetensors");
      }
      return map;
    } catch (IOException e) {
      throw new InputException(index + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void add(String name, JsonNode shardName) {
    SafetensorsFile shard = shards.computeIfAbsent(shardName.asText(), this::openShard);
    TensorEntry entry = shard.entries().get(name);
    if (entry == null) {
      throw new InputException(
          "%s puts tensor %s into %s, which lacks it; fetch both again"
              .formatted(index, name, shardName.asText()));
    }
    shardOf.put(name, shard);
    entries.put(name, entry);
  }

  private SafetensorsFile openShard(String shardName) {
    Path folder = index.toAbsolutePath().normalize().getParent();
    Path file;
    try {
      file = folder == null ? Path.of(shardName) : folder.resolve(shardName).normalize();
    } catch (InvalidPathException e) {
      throw new InputException(index + " names a shard that no file can be: " + shardName, e);
    }
    if (folder != null && !folder.equals(file.getParent())) {
      throw new InputException(index + " names a shard outside its folder: " + shardName);
    }
    if (!Files.exists(file)) {
      throw new InputException(
          "the shard " + file + " is missing, which " + index + " names; fetch it");
    }
    return SafetensorsFile.open(file);
  }

  private void checkUnlisted() {
    shards.forEach(
        (shardName, shard) -> {
          List<String> unlisted = new ArrayList<>(shard.entries().keySet());
          unlisted.removeIf(name -> shardOf.get(name) == shard);
          if (!unlisted.isEmpty()) {
            throw new InputException(
                "%s has the tensor %s, which %s does not put there; fetch both again"
                    .formatted(shard.description(), unlisted.get(0), index));
          }
        });
  }

  @Override
  public String description() {
    return index.toString();
  }

  @Override
  public Map<String, TensorEntry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  @Override
  public Map<String, String> metadata() {
    Map<String, String> common = null;
    for (SafetensorsFile shard : shards.values()) {
      if (common == null) {
        common = new LinkedHashMap<>(shard.metadata());
      } else {
        common.entrySet().retainAll(shard.metadata().entrySet());
      }
    }
    return common == null ? Map.of() : common;
  }

  @Override
  public NDArray read(NDManager results, String name, Precision precision) {
    return shard(name).read(results, name, precision);
  }

  @Override
  public NDArray readAsStored(NDManager results, String name) {
    return shard(name).readAsStored(results, name);
  }

  @Override
  public ByteBuffer storedBytes(String name, long start, int count) {
    return shard(name).storedBytes(name, start, count);
  }

  private SafetensorsFile shard(String name) {
    SafetensorsFile shard = shardOf.get(name);
    if (shard == null) {
      TensorLookup.entry(this, name); // throws, with the nearest name
      throw new IllegalStateException(name + " has an entry but no shard");
    }
    return shard;
  }

  @Override
  public void close() {
    shards.values().forEach(SafetensorsFile::close);
  }
}
