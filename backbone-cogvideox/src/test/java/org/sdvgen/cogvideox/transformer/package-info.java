/** Tests of the parts in this package. */
@NullMarked
package org.sdvgen.cogvideox.transformer;

import org.jspecify.annotations.NullMarked;
