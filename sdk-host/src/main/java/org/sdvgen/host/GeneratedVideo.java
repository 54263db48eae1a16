package org.sdvgen.host;

import org.sdvgen.api.data.PixelClip;

/**
 * A generated video.
 *
 * @param clip the frames, values clamped to [-1, 1]
 * @param fps frames per second
 * @param seed the seed that gives this video again
 * @param prompt the prompt as the model read it, the subject token in place
 * @param timings how long the parts took
 */
public record GeneratedVideo(
    PixelClip clip, double fps, long seed, String prompt, Timings timings) {

  /**
   * Wall times in seconds.
   *
   * @param encoding prompt and reference
   * @param denoising all steps
   * @param decoding latents to pixels
   */
  public record Timings(double encoding, double denoising, double decoding) {}
}
