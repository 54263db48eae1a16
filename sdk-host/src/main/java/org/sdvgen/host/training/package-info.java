/** The training loop: batches, steps, optimizer, metrics. */
@NullMarked
package org.sdvgen.host.training;

import org.jspecify.annotations.NullMarked;
