/** The one loaded model, seen with the weights that a trainer or a generator uses. */
@NullMarked
package org.sdvgen.host.model;

import org.jspecify.annotations.NullMarked;
