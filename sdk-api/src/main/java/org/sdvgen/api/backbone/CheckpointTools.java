package org.sdvgen.api.backbone;

import java.nio.file.Path;

/** Writes the weight files of a checkpoint without loading the model. */
public interface CheckpointTools {
  /**
   * Fills a checkpoint folder that has everything but weights with random ones in bf16, as large as
   * the configurations say and split into files as published checkpoints are. The same seed gives
   * the same bytes on every machine; activations stay finite.
   *
   * @param seed every value is a function of it and of its tensor's name
   * @param progress told of every tensor
   * @throws org.sdvgen.api.error.InputException if the drive has too little room, or a file cannot
   *     be written
   */
  void writeRandomWeights(long seed, WriteProgress progress);

  /**
   * Writes the checkpoint with the frozen weights of its linear layers quantised, once for all
   * later runs: the same values as where a run quantises them while it loads.
   *
   * @param format the name of a format, such as {@code int8}
   * @param folder an empty folder, which takes the checkpoint's files
   * @param progress told of every tensor
   * @throws org.sdvgen.api.error.InputException if the format is unknown, the weights are quantised
   *     already or damaged, the drive has too little room, or a file cannot be written
   */
  void quantize(String format, Path folder, WriteProgress progress);

  /** Listens to the progress of writing. */
  @FunctionalInterface
  interface WriteProgress {
    /**
     * Called when another tensor has been written.
     *
     * @param done bytes so far
     * @param of all bytes
     */
    void written(long done, long of);
  }
}
