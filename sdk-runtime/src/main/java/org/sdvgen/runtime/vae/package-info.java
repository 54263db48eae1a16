/** Autoencoders of video models: codecs, tiling, slicing, training. */
@NullMarked
package org.sdvgen.runtime.vae;

import org.jspecify.annotations.NullMarked;
