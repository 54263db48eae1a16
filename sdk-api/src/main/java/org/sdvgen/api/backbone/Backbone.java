package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;

/**
 * A pretrained text-to-video model with its codec, its text encoder and its diffusion process.
 *
 * <p>Layouts, attention layouts, timestep layouts and precisions of the network stay inside. A
 * backbone is used from one thread at a time.
 */
public interface Backbone extends AutoCloseable {
  /**
   * What the model is and can do.
   *
   * @return the specification
   */
  BackboneSpec spec();

  /**
   * The denoiser's parameters, among them those being trained.
   *
   * @return the parameters; the same object at every call
   */
  Parameters parameters();

  /**
   * Prompts to embeddings.
   *
   * @return the text encoder
   */
  TextEncoder textEncoder();

  /**
   * Pixels to normalised latents and back.
   *
   * @return the model's own codec
   */
  LatentCodec latentCodec();

  /**
   * The network that is trained.
   *
   * @return the denoiser
   */
  Denoiser denoiser();

  /**
   * The diffusion process that the denoiser belongs to.
   *
   * @return the process
   */
  NoiseProcess noiseProcess();

  /**
   * Settings without which an adapter trained on this backbone is not read as it was meant, such as
   * which streams it acts on. They are written into the adapter's file and compared when it is
   * loaded.
   *
   * @return settings by name
   */
  Map<String, String> adapterSettings();

  /**
   * Identifies everything that the model was read from: the weights of all its parts, their
   * configurations, the tokenizer. A run is resumed with a model from another place if this is
   * equal, so whatever is left out must not decide a result.
   *
   * @return a hexadecimal digest; by default that of the denoiser's parameters alone, which is
   *     enough where the settings of the other parts decide the result
   */
  default String fingerprint() {
    return parameters().fingerprint();
  }

  /**
   * Writes the whole model with its present base weights as a checkpoint that this backbone loads:
   * the denoiser from memory, every other part as it was loaded. An adapter is not written.
   *
   * @param folder an empty folder, which takes the checkpoint's files
   * @param format how the denoiser's weights are stored
   * @throws org.sdvgen.api.error.InputException if a file cannot be read or written
   */
  void save(Path folder, WeightFormat format);

  /**
   * A new scope on the device that this backbone computes on.
   *
   * @return a manager; the caller closes it
   */
  NDManager newScope();

  /** Frees the weights. */
  @Override
  void close();
}
