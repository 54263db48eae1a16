/** The causal residual 3D autoencoder between pixels and latents. */
@NullMarked
package org.sdvgen.wan22.vae;

import org.jspecify.annotations.NullMarked;
