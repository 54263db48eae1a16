/** Tests of org.sdvgen.wan22.diffusion. */
@NullMarked
package org.sdvgen.wan22.diffusion;

import org.jspecify.annotations.NullMarked;
