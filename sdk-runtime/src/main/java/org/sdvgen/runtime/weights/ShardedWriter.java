package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import java.util.function.BiFunction;
import org.sdvgen.runtime.io.AtomicFile;
import org.sdvgen.runtime.torch.Devices;

/**
 * Writes the weights of a component as Hugging Face repositories have them: one safetensors file,
 * or several of limited size and their index. One file's tensors are in memory at a time.
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
   * @param sizes the tensors' sizes in bytes, by name, in the order of the files
   * @param tensors makes a tensor by its name in the manager that it is given
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  public void write(Map<String, Long> sizes, BiFunction<NDManager, String, NDArray> tensors) {
    List<List<String>> shards = shards(sizes);
    if (shards.size() == 1) {
      writeShard(folder.resolve(stem + ".safetensors"), shards.get(0), tensors);
      return;
    }
    ObjectNode index = new ObjectMapper().createObjectNode();
    long total = sizes.values().stream().mapToLong(Long::longValue).sum();
    index.putObject("metadata").put("total_size", total);
    ObjectNode files = index.putObject("weight_map");
    for (int i = 0; i < shards.size(); i++) {
      String file =
          String.format(Locale.ROOT, "%s-%05d-of-%05d.safetensors", stem, i + 1, shards.size());
      writeShard(folder.resolve(file), shards.get(i), tensors);
      shards.get(i).forEach(name -> files.put(name, file));
    }
    byte[] text = index.toPrettyString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        folder.resolve(stem + ".safetensors.index.json"),
        channel -> channel.write(ByteBuffer.wrap(text)));
  }

  private List<List<String>> shards(Map<String, Long> sizes) {
    List<List<String>> shards = new ArrayList<>();
    long room = 0;
    for (Map.Entry<String, Long> tensor : sizes.entrySet()) {
      if (shards.isEmpty() || tensor.getValue() > room) {
        shards.add(new ArrayList<>());
        room = shardBytes;
      }
      shards.get(shards.size() - 1).add(tensor.getKey());
      room -= tensor.getValue();
    }
    return shards;
  }

  private static void writeShard(
      Path file, List<String> names, BiFunction<NDManager, String, NDArray> tensors) {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> shard = new LinkedHashMap<>();
      names.forEach(name -> shard.put(name, tensors.apply(manager, name)));
      SafetensorsWriter.write(file, shard, Map.of());
    }
  }
}
