/** The causal 3D autoencoder between pixels and latents. */
@NullMarked
package org.sdvgen.cogvideox.vae;

import org.jspecify.annotations.NullMarked;
