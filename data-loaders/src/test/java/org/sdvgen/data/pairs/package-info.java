/** Tests on files that the tests themselves write. */
@NullMarked
package org.sdvgen.data.pairs;

import org.jspecify.annotations.NullMarked;
