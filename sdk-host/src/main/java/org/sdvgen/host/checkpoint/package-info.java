/** Checkpoints on disk: whole or not there. */
@NullMarked
package org.sdvgen.host.checkpoint;

import org.jspecify.annotations.NullMarked;
