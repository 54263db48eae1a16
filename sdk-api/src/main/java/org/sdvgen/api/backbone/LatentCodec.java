package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/**
 * Pixels to normalised latents and back. Normalised latents are those that the denoiser takes,
 * after the model's scaling factor or statistics.
 */
public interface LatentCodec extends AutoCloseable {
  /**
   * The geometry of pixels and latents.
   *
   * @return the geometry
   */
  LatentGeometry geometry();

  /**
   * Encodes clips or pictures.
   *
   * @param pixels (B, C, F, H, W), fp32 in [-1, 1]
   * @return the posterior of the normalised latents, (B, c, f, h, w)
   */
  LatentDistribution encode(NDArray pixels);

  /**
   * Decodes latents.
   *
   * @param latents (B, c, f, h, w), normalised, fp32
   * @return (B, C, F, H, W), fp32, not clamped
   */
  NDArray decode(NDArray latents);

  /** Frees the codec's weights. */
  @Override
  void close();
}
