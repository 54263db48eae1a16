/** The page on which a run can be looked at while it goes on. */
@NullMarked
package org.sdvgen.host.report;

import org.jspecify.annotations.NullMarked;
