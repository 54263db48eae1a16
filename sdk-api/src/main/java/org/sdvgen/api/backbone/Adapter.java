package org.sdvgen.api.backbone;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A low-rank adapter of one backbone, made by its {@link Parameters}. */
public non-sealed interface Adapter extends TrainableWeights {
  /**
   * Rank, alpha, dropout and targets.
   *
   * @return the settings; the largest rank where modules differ
   */
  LoraSettings config();

  /**
   * Settings of the backbone that the adapter was trained with and must be used with, such as the
   * tokens that it acts on. They are written into its file and compared when it is loaded.
   *
   * @return settings by name
   */
  Map<String, String> settings();

  /**
   * Assumptions made on loading, where the adapter's file says nothing.
   *
   * @return sentences for the user; empty for a new adapter
   */
  List<String> notices();

  /**
   * Writes the adapter in diffusers' format, atomically, with rank, alpha, targets and {@link
   * #settings} in the metadata.
   *
   * @param file the file to write
   * @param metadata further entries, such as the recipe
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  void save(Path file, Map<String, String> metadata);
}
