package org.sdvgen.runtime.checkpoint;

import java.nio.file.Path;
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
   * @throws org.sdvgen.api.error.InputException if a file is missing, damaged or of another model
   */
  public void check(CheckpointFolder checkpoint) {
    check(checkpoint.transformer(), transformer);
    check(checkpoint.vae(), vae);
    check(checkpoint.textEncoder(), textEncoder);
  }

  private static void check(Path folder, TensorTable table) {
    try (WeightSource source = WeightFiles.open(folder)) {
      table.check(source.description(), source.shapes());
    }
  }
}
