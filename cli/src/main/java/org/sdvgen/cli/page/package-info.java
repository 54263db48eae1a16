/** Parts of pages that several commands write. */
@NullMarked
package org.sdvgen.cli.page;

import org.jspecify.annotations.NullMarked;
