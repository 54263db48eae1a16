package org.sdvgen.api.backbone;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The denoiser's frozen pretrained weights, and makers of trainable ones. */
public interface Parameters {
  /**
   * Names and shapes of the pretrained parameters, as the checkpoint spells them.
   *
   * @return shapes by name, in the network's order
   */
  Map<String, Shape> base();

  /**
   * A digest of the pretrained weights, by which adapters, caches and checkpoints notice a change.
   *
   * @return a hexadecimal digest of names, shapes and values
   */
  String fingerprint();

  /**
   * Names the format that the base weights are quantised in while they are used.
   *
   * @return a word such as {@code nf4}; empty if they are not quantised
   */
  default Optional<String> quantization() {
    return Optional.empty();
  }

  /**
   * Makes an adapter that changes nothing until it is trained.
   *
   * @param config its settings; without targets, the backbone's own
   * @param seed seeds its initial values
   * @return the adapter; the caller closes it
   * @throws org.sdvgen.api.error.InputException if a target matches nothing; it names the nearest
   */
  Adapter newAdapter(LoraSettings config, long seed);

  /**
   * Reads an adapter file in diffusers' format. Every key must match a module; assumptions are
   * among the adapter's {@link Adapter#notices}.
   *
   * @param file a {@code .safetensors} file
   * @param fallback alpha and dropout where the file has none
   * @return the adapter; the caller closes it
   * @throws org.sdvgen.api.error.InputException if a key or a shape does not fit this network
   */
  Adapter loadAdapter(Path file, AdapterFallback fallback);

  /**
   * Copies pretrained weights for training them.
   *
   * @param patterns regular expressions, each of which must match a whole name
   * @return the copies, in the network's order; the caller closes them
   * @throws org.sdvgen.api.error.InputException if a pattern matches nothing; it names the nearest
   */
  MasterWeights masters(List<String> patterns);

  /**
   * Makes the weights that a selection describes.
   *
   * @param selection an adapter or base parameters
   * @param seed seeds the initial values of an adapter
   * @return the weights; the caller closes them
   * @throws org.sdvgen.api.error.InputException if a target matches nothing; it names the nearest
   */
  default TrainableWeights create(Selection selection, long seed) {
    return selection instanceof Selection.Base base
        ? masters(base.patterns())
        : newAdapter(((Selection.Adapter) selection).config(), seed);
  }

  /** The weights to train. */
  sealed interface Selection {
    /**
     * A low-rank adapter on frozen weights.
     *
     * @param config its settings
     */
    record Adapter(LoraSettings config) implements Selection {}

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
   * The values taken where an adapter file has none.
   *
   * @param alpha used when the file has none; empty for the peers' reading, alpha = rank
   * @param dropout used when the adapter is trained further
   */
  record AdapterFallback(Optional<Double> alpha, double dropout) {}
}
