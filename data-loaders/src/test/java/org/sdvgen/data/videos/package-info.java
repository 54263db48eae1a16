/** Tests on files that the tests themselves write. */
@NullMarked
package org.sdvgen.data.videos;

import org.jspecify.annotations.NullMarked;
