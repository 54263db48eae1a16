/** What happens to a gradient between the tracks and the optimizer. */
@NullMarked
package org.sdvgen.api.update;

import org.jspecify.annotations.NullMarked;
