/** Switch policies, which choose the track of every training step. */
@NullMarked
package org.sdvgen.api.switching;

import org.jspecify.annotations.NullMarked;
