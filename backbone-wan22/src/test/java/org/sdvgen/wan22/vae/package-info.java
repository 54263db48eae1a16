/** Tests of org.sdvgen.wan22.vae. */
@NullMarked
package org.sdvgen.wan22.vae;

import org.jspecify.annotations.NullMarked;
