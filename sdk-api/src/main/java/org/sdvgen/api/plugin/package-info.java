/** How plugins announce themselves and how their components are made. */
@NullMarked
package org.sdvgen.api.plugin;

import org.jspecify.annotations.NullMarked;
