/** Errors that are the user's to mend. */
@NullMarked
package org.sdvgen.api.error;

import org.jspecify.annotations.NullMarked;
