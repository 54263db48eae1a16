/** Which track a training step takes. */
@NullMarked
package org.sdvgen.api.switching;

import org.jspecify.annotations.NullMarked;
