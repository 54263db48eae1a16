/**
 * The application behind one facade: everything that the command line and embedding programs need.
 *
 * <p>{@link org.sdvgen.host.Sdvgen} opens a configuration; {@link org.sdvgen.host.Trainer} and
 * {@link org.sdvgen.host.Generator} do the work; the records beside them say what is asked and what
 * came of it. The packages below this one are the implementation.
 */
@NullMarked
package org.sdvgen.host;

import org.jspecify.annotations.NullMarked;
