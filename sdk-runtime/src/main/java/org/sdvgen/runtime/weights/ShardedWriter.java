package org.sdvgen.runtime.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.runtime.io.AtomicFile;

/**
 * Writes the weights of a component as Hugging Face repositories have them: one safetensors file,
 * or several of limited size and their index. One tensor is in memory at a time.
 */
public final class ShardedWriter {
  /** The size that files have where nothing asks for another, in bytes. */
  public static final long SHARD_BYTES = 1L << 30;

  private final Path folder;
  private final String stem;
  private final long shardBytes;

  /**
   * A writer.
   *
   * @param folder the component's folder
   * @param stem the beginning of the files' names, such as {@code diffusion_pytorch_model}
   * @param shardBytes largest size of a file with several tensors
   */
  public ShardedWriter(Path folder, String stem, long shardBytes) {
    this.folder = folder;
    this.stem = stem;
    this.shardBytes = shardBytes;
  }

  /**
   * Writes all tensors. The index comes last, so that a folder with an index is complete.
   *
   * @param tensors how they are stored, by name, in the order of the files
   * @param metadata free text entries of every file's header
   * @param content writes a tensor by its name; within a file it is asked in the order of the names
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  public void write(
      Map<String, TensorLayout> tensors,
      Map<String, String> metadata,
      SafetensorsWriter.Content content) {
    List<Map<String, TensorLayout>> shards = shards(tensors);
    if (shards.size() == 1) {
      Path file = folder.resolve(stem + ".safetensors");
      SafetensorsWriter.write(file, shards.get(0), metadata, content);
      return;
    }
    ObjectNode index = new ObjectMapper().createObjectNode();
    long total = tensors.values().stream().mapToLong(TensorLayout::bytes).sum();
    index.putObject("metadata").put("total_size", total);
    ObjectNode files = index.putObject("weight_map");
    for (int i = 0; i < shards.size(); i++) {
      String file =
          String.format(Locale.ROOT, "%s-%05d-of-%05d.safetensors", stem, i + 1, shards.size());
      SafetensorsWriter.write(folder.resolve(file), shards.get(i), metadata, content);
      shards.get(i).keySet().forEach(name -> files.put(name, file));
    }
    byte[] text = index.toPrettyString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        folder.resolve(stem + ".safetensors.index.json"),
        channel -> channel.write(ByteBuffer.wrap(text)));
  }

  private List<Map<String, TensorLayout>> shards(Map<String, TensorLayout> tensors) {
    List<Map<String, TensorLayout>> shards = new ArrayList<>();
    long room = 0;
    for (Map.Entry<String, TensorLayout> tensor : tensors.entrySet()) {
      long bytes = tensor.getValue().bytes();
      if (shards.isEmpty() || bytes > room) {
        shards.add(new LinkedHashMap<>());
        room = shardBytes;
      }
      shards.get(shards.size() - 1).put(tensor.getKey(), tensor.getValue());
      room -= bytes;
    }
    return shards;
  }
}
