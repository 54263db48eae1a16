package org.sdvgen.runtime.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.runtime.quantization.StoredQuantization;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;

/**
 * The tensors of a checkpoint's networks.
 *
 * @param transformer those of {@code transformer/}
 * @param vae those of {@code vae/}
 * @param textEncoder those of {@code text_encoder/}
 */
public record CheckpointTables(TensorTable transformer, TensorTable vae, TensorTable textEncoder) {
  /**
   * Checks the names and shapes in the headers of all weight files; no weight is read.
   *
   * @param checkpoint where the files are
   * @return how the transformer's weights are quantised in the files; empty if they are not
   * @throws org.sdvgen.api.error.InputException if a file is missing, damaged or of another model
   */
  public Optional<StoredQuantization> check(CheckpointFolder checkpoint) {
    Optional<StoredQuantization> quantized = checkTransformer(checkpoint);
    check(checkpoint.vae(), vae);
    check(checkpoint.textEncoder(), textEncoder);
    return quantized;
  }

  private Optional<StoredQuantization> checkTransformer(CheckpointFolder checkpoint) {
    try (WeightSource source = WeightFiles.open(checkpoint.transformer())) {
      Optional<StoredQuantization> quantized = StoredQuantization.of(source);
      quantized.ifPresentOrElse(
          found -> found.check(transformer, source),
          () -> transformer.check(source.description(), source.shapes()));
      return quantized;
    }
  }

  private static void check(Path folder, TensorTable table) {
    try (WeightSource source = WeightFiles.open(folder)) {
      table.check(source.description(), source.shapes());
    }
  }
}
