/** Configuration files to typed records; the only package that knows Commons Configuration. */
@NullMarked
package org.sdvgen.host.config;

import org.jspecify.annotations.NullMarked;
