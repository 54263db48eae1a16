/** Annotations by which a component's record describes its settings. */
@NullMarked
package org.sdvgen.api.config;

import org.jspecify.annotations.NullMarked;
