/** Puts the configured components together; the only package that knows Guice. */
@NullMarked
package org.sdvgen.host.wiring;

import org.jspecify.annotations.NullMarked;
