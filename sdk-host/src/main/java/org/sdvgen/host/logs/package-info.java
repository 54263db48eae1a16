/** The files of an output directory that grow with every step: figures, events, clips. */
@NullMarked
package org.sdvgen.host.logs;

import org.jspecify.annotations.NullMarked;
