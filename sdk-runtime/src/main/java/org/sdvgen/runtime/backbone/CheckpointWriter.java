package org.sdvgen.runtime.backbone;

import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.checkpoint.CheckpointTables;
import org.sdvgen.runtime.checkpoint.RandomCheckpoint;

/**
 * Writes the weight files of a checkpoint.
 *
 * @param folder the checkpoint
 * @param tables its networks' tensors
 */
record CheckpointWriter(CheckpointFolder folder, CheckpointTables tables)
    implements CheckpointTools {
  @Override
  public void writeRandomWeights(long seed, WriteProgress progress) {
    new RandomCheckpoint(folder, seed).writeBf16(tables, progress);
  }
}
