/** Tests on files that the tests themselves write. */
@NullMarked
package org.sdvgen.runtime.media;

import org.jspecify.annotations.NullMarked;
