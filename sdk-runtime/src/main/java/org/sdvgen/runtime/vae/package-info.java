/** What the autoencoders of video models share: calls of their programs, tiles, slices. */
@NullMarked
package org.sdvgen.runtime.vae;

import org.jspecify.annotations.NullMarked;
