/** Tests of org.sdvgen.wan22.checkpoint. */
@NullMarked
package org.sdvgen.wan22.checkpoint;

import org.jspecify.annotations.NullMarked;
