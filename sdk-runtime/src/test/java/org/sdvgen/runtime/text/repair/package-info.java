/** Tests of the repair of garbled text. */
@NullMarked
package org.sdvgen.runtime.text.repair;

import org.jspecify.annotations.NullMarked;
