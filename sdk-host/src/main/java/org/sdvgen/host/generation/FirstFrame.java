package org.sdvgen.host.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import org.sdvgen.api.backbone.ReferenceMode;

/**
 * A reference that is the clean first frame of the video; see {@link ReferenceMode#FIRST_FRAME}.
 *
 * @param latents the frame's latents, (1, c, 1, h, w)
 */
record FirstFrame(NDArray latents) {
  /**
   * Puts the frame in its place.
   *
   * @param video latents (1, c, f, h, w)
   * @return the same with the first frame replaced, in the manager of {@code video}
   */
  NDArray in(NDArray video) {
    try (NDArray rest = video.get(":, :, 1:")) {
      NDArray whole = NDArrays.concat(new NDList(latents, rest), 2);
      whole.attach(video.getManager());
      return whole;
    }
  }

  /**
   * Timesteps per frame: none for the clean one.
   *
   * @param timestep of all other frames
   * @param batch number of samples
   * @param frames number of latent frames f
   * @return batch rows of f timesteps
   */
  static float[] timesteps(double timestep, int batch, int frames) {
    float[] values = new float[batch * frames];
    Arrays.fill(values, (float) timestep);
    for (int sample = 0; sample < batch; sample++) {
      values[sample * frames] = 0;
    }
    return values;
  }
}
