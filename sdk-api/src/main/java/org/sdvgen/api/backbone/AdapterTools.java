package org.sdvgen.api.backbone;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;

/**
 * Works on the files of a model's adapters without loading the model. The backbone knows the names
 * in such files in all of their spellings.
 */
public interface AdapterTools {
  /** The header's entry with the {@link Parameters#fingerprint} of the base weights. */
  String BASE_FINGERPRINT = "base_fingerprint";

  /** The header's entry with the {@link Parameters#quantization} that it was trained beside. */
  String BASE_QUANTIZATION = "base_quantization";

  /**
   * Names the formats that adapters are converted to.
   *
   * @return names such as {@code diffusers} and {@code kohya}, the backbone's own format first
   */
  List<String> formats();

  /**
   * Reads the header and the shapes of an adapter's file.
   *
   * @param adapter a file in any spelling that the backbone knows
   * @param fallback alpha and dropout where the file has none
   * @return its contents
   * @throws org.sdvgen.api.error.InputException if the adapter does not fit the model
   */
  AdapterSummary describe(Path adapter, AdapterFallback fallback);

  /**
   * Writes an adapter in another format, atomically. Its matrices keep their precision, and the
   * header's entries are kept.
   *
   * @param adapter a file in any spelling that the backbone knows
   * @param fallback alpha and dropout where the file has none
   * @param format one of {@link #formats}
   * @param target the file to create or replace
   * @return sentences for the user about what had to be assumed
   * @throws org.sdvgen.api.error.InputException if the adapter does not fit the model, or the
   *     format is unknown
   */
  List<String> convert(Path adapter, AdapterFallback fallback, String format, Path target);

  /**
   * Merges an adapter into the base weights: writes a checkpoint whose predictions without the
   * adapter are the model's with it, but for the rounding of every weight to its stored precision.
   *
   * @param adapter a file in any spelling that the backbone knows
   * @param fallback alpha and dropout where the file has none
   * @param folder an empty folder, which takes the checkpoint's files
   * @param progress called after every weight
   * @return sentences for the user about what had to be assumed
   * @throws org.sdvgen.api.error.InputException if the adapter does not fit the model, was trained
   *     on other base weights, or acts in a way that no base weights can
   */
  List<String> merge(Path adapter, AdapterFallback fallback, Path folder, MergeProgress progress);

  /** Listens to the progress of a merge. */
  @FunctionalInterface
  interface MergeProgress {
    /**
     * Called when another weight has been written.
     *
     * @param done weights so far
     * @param of all weights
     */
    void merged(int done, int of);
  }
}
