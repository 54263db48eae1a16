/**
 * Pages, sheets, drawings and visible text that the run, the evaluation, the inspection and the
 * demo share: one style, each file replaced as a whole.
 */
@NullMarked
package org.sdvgen.host.page;

import org.jspecify.annotations.NullMarked;
