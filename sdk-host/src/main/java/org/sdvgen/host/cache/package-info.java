/** Latents and embeddings that are computed once, each under a key that says what it is of. */
@NullMarked
package org.sdvgen.host.cache;

import org.jspecify.annotations.NullMarked;
