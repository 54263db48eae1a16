/** Plugins and the factories of their components. */
@NullMarked
package org.sdvgen.api.plugin;

import org.jspecify.annotations.NullMarked;
