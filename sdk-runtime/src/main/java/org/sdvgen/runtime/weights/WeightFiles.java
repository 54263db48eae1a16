package org.sdvgen.runtime.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;

/** Finds the weights in a component's folder of a Hugging Face checkpoint. */
public final class WeightFiles {
  private static final String SUFFIX = ".safetensors";
  private static final String INDEX_SUFFIX = ".safetensors.index.json";

  private WeightFiles() {}

  /**
   * Opens the weights of a folder such as {@code transformer/}: its index with all shards, or its
   * only safetensors file. Beside them there may be variants in another precision.
   *
   * @param folder the component's folder
   * @return the open weights; the caller closes them
   * @throws InputException if there are none, several sets, or damaged ones
   */
  public static WeightSource open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          folder + " is not a folder: expected one with " + INDEX_SUFFIX + " or " + SUFFIX);
    }
    List<Path> indexes = filesWith(folder, INDEX_SUFFIX);
    if (indexes.size() == 1) {
      return ShardedSafetensors.open(indexes.get(0));
    }
    List<Path> files = withoutVariants(filesWith(folder, SUFFIX));
    List<Path> variants =
        indexes.isEmpty() && files.size() != 1 ? variantIndexes(folder) : List.of();
    if (variants.size() == 1) {
      return ShardedSafetensors.open(variants.get(0));
    }
    if (indexes.isEmpty() && files.size() == 1) {
      return SafetensorsFile.open(files.get(0));
    }
    List<Path> found = indexes.isEmpty() ? files : indexes;
    throw new InputException(
        found.isEmpty()
            ? folder + " holds no *.safetensors file; convert the checkpoint to safetensors"
            : folder + " holds several sets of weights, keep one of " + names(found));
  }

  /**
   * Leaves out variants, whose names have a word before the ending, as {@code
   * model.fp16.safetensors} has, unless there is nothing else.
   */
  private static List<Path> withoutVariants(List<Path> files) {
    List<Path> plain =
        files.stream()
            .filter(
                file -> {
                  String name = String.valueOf(file.getFileName());
                  return name.indexOf('.') == name.length() - SUFFIX.length();
                })
            .toList();
    return plain.isEmpty() ? files : plain;
  }

  /** Indexes of variants, as {@code model.safetensors.index.fp16.json} is one. */
  private static List<Path> variantIndexes(Path folder) {
    return filesWith(folder, ".json").stream()
        .filter(file -> String.valueOf(file.getFileName()).contains(SUFFIX + ".index."))
        .toList();
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> String.valueOf(file.getFileName())).toList();
  }

  private static List<Path> filesWith(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
