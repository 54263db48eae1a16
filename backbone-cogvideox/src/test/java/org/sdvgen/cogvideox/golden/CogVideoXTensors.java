package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.golden.GoldenTensors;

/** The tensors of one case, in this project's layouts. */
final class CogVideoXTensors extends GoldenTensors {
  CogVideoXTensors(SafetensorsFile file) {
    super(file);
  }

  /** Latents, stored (B, F, C, h, w), as (B, c, f, h, w). */
  NDArray latents(String name) {
    return swapped(get(name));
  }

  /** (B, F, C, h, w) to (B, c, f, h, w) or back, in contiguous memory. */
  static NDArray swapped(NDArray latents) {
    return latents.swapAxes(1, 2).duplicate();
  }

  TextBundle text(String name) {
    return new TextBundle(Map.of("prompt_embeds", get(name)));
  }
}
