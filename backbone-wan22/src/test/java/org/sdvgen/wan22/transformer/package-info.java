/** Tests of the parts in this package. */
@NullMarked
package org.sdvgen.wan22.transformer;

import org.jspecify.annotations.NullMarked;
