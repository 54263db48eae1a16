/** Tests of org.sdvgen.wan22. */
@NullMarked
package org.sdvgen.wan22;

import org.jspecify.annotations.NullMarked;
