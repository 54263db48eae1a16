/** Comparisons with values that diffusers, transformers and the authors' code computed. */
@NullMarked
package org.sdvgen.cogvideox.golden;

import org.jspecify.annotations.NullMarked;
