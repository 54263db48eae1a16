package org.sdvgen.runtime.vae;

import java.util.Optional;
import org.sdvgen.runtime.torch.Precision;

/**
 * How an autoencoder is computed.
 *
 * @param precision precision of weights and activations
 * @param tiling tiles for pictures larger than they; empty for none
 * @param slicing whether the samples of a batch go through one by one
 */
public record VaeSettings(Precision precision, Optional<Tiling> tiling, boolean slicing) {}
