/** From a request to a video. */
@NullMarked
package org.sdvgen.host.generation;

import org.jspecify.annotations.NullMarked;
