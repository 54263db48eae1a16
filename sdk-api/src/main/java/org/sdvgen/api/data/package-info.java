/** Data sources and their samples, whose pixels are read on demand. */
@NullMarked
package org.sdvgen.api.data;

import org.jspecify.annotations.NullMarked;
