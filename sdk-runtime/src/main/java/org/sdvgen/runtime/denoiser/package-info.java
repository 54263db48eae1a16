/**
 * The parts that all denoising networks have in common: chains of blocks wired to weights that may
 * be trained and adapted, batches whose samples keep different references, forward and backward.
 *
 * <p>A backbone brings a {@link org.sdvgen.runtime.denoiser.NetworkDefinition}: the tensors, how
 * they are adapted, and the {@link org.sdvgen.runtime.denoiser.DenoiserNetwork}, which knows blocks
 * and inputs. {@link org.sdvgen.runtime.denoiser.NetworkDenoiser} loads it, and its {@link
 * org.sdvgen.runtime.denoiser.NetworkView}s are the denoisers.
 */
@NullMarked
package org.sdvgen.runtime.denoiser;

import org.jspecify.annotations.NullMarked;
