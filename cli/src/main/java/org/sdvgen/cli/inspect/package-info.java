/** The page that shows the samples of a run. */
@NullMarked
package org.sdvgen.cli.inspect;

import org.jspecify.annotations.NullMarked;
