/** Tests on files that the tests themselves write. */
@NullMarked
package org.sdvgen.data.files;

import org.jspecify.annotations.NullMarked;
