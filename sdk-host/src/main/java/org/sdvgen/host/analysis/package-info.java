/** What is made of the figures of a run: comparisons of gradients, and plots. */
@NullMarked
package org.sdvgen.host.analysis;

import org.jspecify.annotations.NullMarked;
