/** Drives that tests need and computers do not have. */
@NullMarked
package org.sdvgen.host.disk;

import org.jspecify.annotations.NullMarked;
