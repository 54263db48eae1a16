/** Comparisons of gradients, and plots of a run's figures. */
@NullMarked
package org.sdvgen.host.analysis;

import org.jspecify.annotations.NullMarked;
