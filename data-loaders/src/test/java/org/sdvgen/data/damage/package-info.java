/** Damaged pictures and videos, which native code decodes. */
@NullMarked
package org.sdvgen.data.damage;

import org.jspecify.annotations.NullMarked;
