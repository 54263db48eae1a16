/** Plugin for the Wan 2.2 TI2V-5B backbone. */
@NullMarked
package org.sdvgen.wan22;

import org.jspecify.annotations.NullMarked;
