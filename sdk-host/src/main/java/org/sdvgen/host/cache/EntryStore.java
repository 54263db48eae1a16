package org.sdvgen.host.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.runtime.weights.SafetensorsWriter;
import org.sdvgen.runtime.weights.TensorEntry;

/**
 * Named arrays under keys, a safetensors file each. An entry knows its key and a digest of its
 * bytes, so that one that is cut off, changed or misplaced is never taken.
 */
final class EntryStore {
  private static final String KEY = "key";
  private static final String DIGEST = "sha256";
  private static final String ORDER = "order";

  /** Characters of a key that name its folder: 256 folders keep each of them small. */
  private static final int FOLDER_DIGITS = 2;

  private final Path folder;
  private final Notices notices;

  /**
   * A store.
   *
   * @param folder holds the entries; it is made with the first one
   * @param notices is told of broken entries
   */
  EntryStore(Path folder, Notices notices) {
    this.folder = folder;
    this.notices = notices;
  }

  /** Whether there is a whole entry under a key. */
  boolean holds(String key) {
    return open(key)
        .map(
            entry -> {
              entry.close();
              return true;
            })
        .orElse(false);
  }

  /**
   * Reads an entry.
   *
   * @param manager owns the arrays
   * @return the arrays in the order in which they were written; empty if there is no whole entry
   */
  Optional<Map<String, NDArray>> read(String key, NDManager manager) {
    return open(key)
        .map(
            entry -> {
              try (entry) {
                Map<String, NDArray> arrays = new LinkedHashMap<>();
                for (String name : order(entry)) {
                  arrays.put(name, entry.readAsStored(manager, name));
                }
                return arrays;
              }
            });
  }

  /** Writes an entry, whole or not at all. */
  void write(String key, Map<String, NDArray> arrays) {
    ContentDigest digest = new ContentDigest();
    new TreeMap<>(arrays)
        .forEach((name, array) -> digest.add(name).add(Tensors.bytes(array, 0, array.size())));
    SafetensorsWriter.write(
        file(key),
        arrays,
        Map.of(KEY, key, DIGEST, digest.hex(), ORDER, String.join(",", arrays.keySet())));
  }

  private Optional<SafetensorsFile> open(String key) {
    Path file = file(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      SafetensorsFile entry = SafetensorsFile.open(file);
      if (isWhole(entry, key)) {
        return Optional.of(entry);
      }
      entry.close();
    } catch (InputException e) {
      // A header that cannot be read is as good as none: it is reported below.
    }
    notices.say(file + ": this entry of the cache is broken; it is computed again");
    return Optional.empty();
  }

  private static boolean isWhole(SafetensorsFile entry, String key) {
    Map<String, String> metadata = entry.metadata();
    if (!key.equals(metadata.get(KEY)) || !entry.entries().keySet().containsAll(order(entry))) {
      return false;
    }
    ContentDigest digest = new ContentDigest();
    new TreeMap<>(entry.entries())
        .forEach((name, tensor) -> digest.add(name).add(bytes(entry, name, tensor)));
    return digest.hex().equals(metadata.get(DIGEST));
  }

  private static ByteBuffer bytes(SafetensorsFile entry, String name, TensorEntry tensor) {
    return entry.storedBytes(name, 0, Math.toIntExact(tensor.end() - tensor.begin()));
  }

  private static List<String> order(SafetensorsFile entry) {
    return List.of(entry.metadata().getOrDefault(ORDER, "").split(","));
  }

  private Path file(String key) {
    return folder.resolve(key.substring(0, FOLDER_DIGITS)).resolve(key + ".safetensors");
  }
}
