package org.sdvgen.cogvideox.transformer;

import java.util.Map;
import org.sdvgen.runtime.torch.Precision;

/**
 * How the transformer is computed.
 *
 * @param precision precision of weights and activations
 * @param gradientCheckpointing whether activations are computed again on the way back
 * @param normLora which streams the norms' adapter acts on, unless a loaded adapter says otherwise
 * @param rotary how positions are spaced
 * @param videoStart where the video begins when there is no reference
 * @param adapterSettings what else an adapter's file records of the backbone and must match
 */
public record TransformerSettings(
    Precision precision,
    boolean gradientCheckpointing,
    NormLora normLora,
    RotaryFormula rotary,
    VideoStart videoStart,
    Map<String, String> adapterSettings) {
  /** Copies the map. */
  public TransformerSettings {
    adapterSettings = Map.copyOf(adapterSettings);
  }
}
