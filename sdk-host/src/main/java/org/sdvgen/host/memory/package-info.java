/** Plans of memory: what every phase of a run takes, before anything is loaded. */
@NullMarked
package org.sdvgen.host.memory;

import org.jspecify.annotations.NullMarked;
