package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.AdapterSummary;
import org.sdvgen.api.backbone.AdapterTools.MergeProgress;

/**
 * Adapter files of the configured backbone, which need no loaded model. The builder's notices get
 * the assumptions about a file that leaves something open.
 */
public interface Adapters {
  /**
   * The adapter that the configured run has trained.
   *
   * @return the file; empty if there is none (yet)
   */
  Optional<Path> trainedAdapter();

  /**
   * Names the formats that adapters are converted to.
   *
   * @return names such as {@code comfyui}, the backbone's own format first
   */
  List<String> formats();

  /**
   * Looks into an adapter's file.
   *
   * @param adapter a file in any spelling that the backbone knows
   * @return its format, settings and metadata
   * @throws org.sdvgen.api.error.InputException if it is no adapter of the configured model
   */
  AdapterSummary describe(Path adapter);

  /**
   * Writes an adapter in another format, atomically.
   *
   * @param adapter a file in any spelling that the backbone knows
   * @param format one of {@link #formats}
   * @param target the file to create
   * @throws org.sdvgen.api.error.InputException if the target exists, the format is unknown, or the
   *     file is no adapter of the configured model
   */
  void convert(Path adapter, String format, Path target);

  /**
   * Adds an adapter to the configured checkpoint and writes the sum as a checkpoint of its own, in
   * Hugging Face's layout. The folder is there when it is complete, and not before.
   *
   * @param adapter a file in any spelling that the backbone knows
   * @param folder the folder to create
   * @param progress told of every weight, on the calling thread
   * @throws org.sdvgen.api.error.InputException if the folder exists or cannot be written, or the
   *     adapter does not fit the model or cannot be merged
   */
  void merge(Path adapter, Path folder, MergeProgress progress);
}
