/** Metrics of generated videos. */
@NullMarked
package org.sdvgen.api.metric;

import org.jspecify.annotations.NullMarked;
