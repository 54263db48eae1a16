/** Errors that the user can correct. */
@NullMarked
package org.sdvgen.api.error;

import org.jspecify.annotations.NullMarked;
