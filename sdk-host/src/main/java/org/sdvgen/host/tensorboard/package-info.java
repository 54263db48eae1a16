/** The records of event files, as TensorBoard reads them, written without its libraries. */
@NullMarked
package org.sdvgen.host.tensorboard;

import org.jspecify.annotations.NullMarked;
