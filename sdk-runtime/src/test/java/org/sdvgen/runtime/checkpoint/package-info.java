/** Tests on files that the tests themselves write. */
@NullMarked
package org.sdvgen.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
