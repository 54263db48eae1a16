/** The commands on real files and a tiny model, as a user runs them. */
@NullMarked
package org.sdvgen.cli.endtoend;

import org.jspecify.annotations.NullMarked;
