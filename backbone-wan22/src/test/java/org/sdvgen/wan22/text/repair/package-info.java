/** Tests of the repair of garbled text. */
@NullMarked
package org.sdvgen.wan22.text.repair;

import org.jspecify.annotations.NullMarked;
