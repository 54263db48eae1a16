/** Tests of the parts in this package. */
@NullMarked
package org.sdvgen.runtime.denoiser;

import org.jspecify.annotations.NullMarked;
