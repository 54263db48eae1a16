/** Tests of what autoencoders share. */
@NullMarked
package org.sdvgen.runtime.vae;

import org.jspecify.annotations.NullMarked;
