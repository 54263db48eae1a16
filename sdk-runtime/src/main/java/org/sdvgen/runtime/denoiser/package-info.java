/**
 * What all denoising networks have in common: chains of blocks wired to weights that may be trained
 * and adapted, batches whose samples keep different references, predictions and the way back.
 *
 * <p>A backbone brings a {@link org.sdvgen.runtime.denoiser.DenoiserNetwork}, which knows the
 * network's blocks and inputs, and {@link org.sdvgen.runtime.denoiser.NetworkTraits}, which tell
 * how its parameters are stored and adapted; {@link org.sdvgen.runtime.denoiser.NetworkDenoiser}
 * loads it, and its {@link org.sdvgen.runtime.denoiser.NetworkView}s are the denoisers.
 */
@NullMarked
package org.sdvgen.runtime.denoiser;

import org.jspecify.annotations.NullMarked;
