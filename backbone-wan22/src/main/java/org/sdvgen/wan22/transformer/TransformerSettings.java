package org.sdvgen.wan22.transformer;

import java.util.Map;
import org.sdvgen.runtime.torch.Precision;

/**
 * How the transformer is computed.
 *
 * @param precision precision of weights and activations, but for those that are fp32 always
 * @param gradientCheckpointing whether activations are computed again on the way back
 * @param referencePosition where a reference lies that does not say so itself
 * @param comfyuiAdapter whether adapters are written in ComfyUI's spelling too
 * @param adapterSettings what else an adapter's file records of the backbone and must match
 */
public record TransformerSettings(
    Precision precision,
    boolean gradientCheckpointing,
    ReferencePosition referencePosition,
    boolean comfyuiAdapter,
    Map<String, String> adapterSettings) {
  /** Copies the map. */
  public TransformerSettings {
    adapterSettings = Map.copyOf(adapterSettings);
  }
}
