package org.sdvgen.api.backbone;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The denoiser's parameters: the frozen ones by name, the trainable ones with their values. */
public interface Parameters {
  /**
   * Names and shapes of the pretrained parameters, as the checkpoint spells them.
   *
   * @return shapes by name, in the network's order
   */
  Map<String, Shape> base();

  /**
   * Identifies the pretrained weights, so that adapters, caches and checkpoints notice a change.
   *
   * @return a hexadecimal digest of names, shapes and values
   */
  String fingerprint();

  /**
   * Chooses what is trained. Replaces an earlier choice.
   *
   * @param selection an adapter or base parameters
   * @param seed seeds the initial values of an adapter
   * @throws org.sdvgen.api.error.InputException if a target matches nothing; it names the nearest
   */
  void select(Selection selection, long seed);

  /**
   * What is trained, in a fixed order; empty before {@link #select} or {@link #loadAdapter}.
   *
   * @return the live parameters
   */
  List<Parameter> trainable();

  /**
   * The adapter in use.
   *
   * @return its settings, if there is an adapter
   */
  Optional<LoraConfig> adapter();

  /**
   * Reads an adapter file in diffusers' format and puts it in place of the current one. Every key
   * must match a module; what had to be assumed is returned.
   *
   * @param file a {@code .safetensors} file
   * @param fallback alpha and dropout where the file does not say them
   * @return sentences for the user about what the file left open
   * @throws org.sdvgen.api.error.InputException if a key or a shape does not fit this network
   */
  List<String> loadAdapter(Path file, AdapterFallback fallback);

  /**
   * Writes the adapter in diffusers' format, atomically, with rank, alpha, targets and the
   * backbone's {@link Backbone#adapterSettings} in the metadata.
   *
   * @param file the file to write
   * @param metadata further entries, such as the recipe
   */
  void saveAdapter(Path file, Map<String, String> metadata);

  /** Switches the adapter off without forgetting it, as for comparisons with the bare model. */
  void disableAdapter();

  /** Switches the adapter on again. */
  void enableAdapter();

  /** What to train. */
  sealed interface Selection {
    /**
     * A low-rank adapter on frozen weights.
     *
     * @param config its settings
     */
    record Adapter(LoraConfig config) implements Selection {}

    /**
     * Pretrained parameters themselves.
     *
     * @param patterns regular expressions, each of which must match a whole name
     */
    record Base(List<String> patterns) implements Selection {
      /** Copies the list. */
      public Base {
        patterns = List.copyOf(patterns);
      }
    }
  }

  /**
   * What is taken where an adapter file is silent.
   *
   * @param alpha used when the file has none; empty for the peers' reading, alpha = rank
   * @param dropout used when training goes on from the file
   */
  record AdapterFallback(Optional<Double> alpha, double dropout) {}
}
