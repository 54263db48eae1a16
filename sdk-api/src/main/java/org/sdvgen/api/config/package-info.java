/** How a component's configuration record describes its settings. */
@NullMarked
package org.sdvgen.api.config;

import org.jspecify.annotations.NullMarked;
