/** Finds plugins and their components. */
@NullMarked
package org.sdvgen.host.plugin;

import org.jspecify.annotations.NullMarked;
