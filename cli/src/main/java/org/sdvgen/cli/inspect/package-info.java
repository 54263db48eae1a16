/** The page that shows what would be trained on. */
@NullMarked
package org.sdvgen.cli.inspect;

import org.jspecify.annotations.NullMarked;
