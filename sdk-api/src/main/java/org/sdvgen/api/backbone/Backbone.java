package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A pretrained text-to-video model with its codec, its text encoder and its diffusion process.
 *
 * <p>Layouts, attention layouts, timestep layouts and precisions of the network stay inside. A
 * backbone is used from one thread at a time.
 */
public interface Backbone extends AutoCloseable {
  /**
   * The model's specification.
   *
   * @return the specification
   */
  BackboneSpec spec();

  /**
   * The denoiser's pretrained weights, and makers of adapters.
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
   * The network with trained weights: a view that holds none of its own. Parameters of a single
   * adapter and of master weights are live in it; of several adapters it has the values that they
   * have at this call.
   *
   * @param tuning weights made by this backbone's {@link #parameters} and not closed
   * @return the denoiser, valid until the weights are closed
   * @throws org.sdvgen.api.error.InputException if the adapters cannot act together
   */
  Denoiser denoiser(Tuning tuning);

  /**
   * The pretrained network.
   *
   * @return the denoiser
   */
  default Denoiser denoiser() {
    return denoiser(Tuning.NONE);
  }

  /**
   * The diffusion process that the denoiser belongs to.
   *
   * @return the process
   */
  NoiseProcess noiseProcess();

  /**
   * A digest of everything that the model was loaded from: the weights of all its parts, their
   * configurations, the tokenizer. A run is resumed with a model in another folder if the digests
   * are equal, so it must cover whatever decides a result.
   *
   * @return a hexadecimal digest; by default that of the denoiser's parameters alone, which is
   *     enough where the settings of the other parts decide the result
   */
  default String fingerprint() {
    return parameters().fingerprint();
  }

  /**
   * Writes the whole model as a checkpoint that this backbone loads: the denoiser from memory,
   * every other part as it was loaded.
   *
   * @param folder an empty folder, which takes the checkpoint's files
   * @param format number format of the denoiser's weights
   * @param masters written in place of the pretrained weights that they are copies of
   * @throws org.sdvgen.api.error.InputException if a file cannot be read or written
   */
  void save(Path folder, WeightFormat format, Optional<MasterWeights> masters);

  /**
   * A new scope on the device that this backbone computes on.
   *
   * @return a manager; the caller closes it
   */
  NDManager newScope();

  /**
   * Tells that a part is not used for a while: its pretrained weights may be freed, to be read
   * again when the part is next used, with the same bits. Objects that this backbone has given stay
   * in use, as do adapters, master weights and traces.
   *
   * @param part the part; no call of it is running
   */
  default void release(ModelPart part) {
    // A backbone that keeps all of its weights needs to do nothing.
  }

  /** Frees the weights, and adapters and master weights that are still open. */
  @Override
  void close();
}
