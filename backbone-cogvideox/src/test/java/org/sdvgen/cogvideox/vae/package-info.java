/** Tests of the autoencoder. */
@NullMarked
package org.sdvgen.cogvideox.vae;

import org.jspecify.annotations.NullMarked;
