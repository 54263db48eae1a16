/** A backbone put together from the parts that one checkpoint folder holds. */
@NullMarked
package org.sdvgen.runtime.backbone;

import org.jspecify.annotations.NullMarked;
