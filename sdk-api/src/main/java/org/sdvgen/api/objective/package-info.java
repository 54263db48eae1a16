/** What a training track minimises. */
@NullMarked
package org.sdvgen.api.objective;

import org.jspecify.annotations.NullMarked;
