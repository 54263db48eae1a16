/**
 * Files and folders that are written atomically and forced to the disk (fsync), checksums, and
 * resources that are closed together.
 */
@NullMarked
package org.sdvgen.runtime.io;

import org.jspecify.annotations.NullMarked;
