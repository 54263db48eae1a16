/** How generated videos are measured. */
@NullMarked
package org.sdvgen.api.metric;

import org.jspecify.annotations.NullMarked;
