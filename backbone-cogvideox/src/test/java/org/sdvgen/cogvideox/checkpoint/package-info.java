/** Tests of org.sdvgen.cogvideox.checkpoint. */
@NullMarked
package org.sdvgen.cogvideox.checkpoint;

import org.jspecify.annotations.NullMarked;
