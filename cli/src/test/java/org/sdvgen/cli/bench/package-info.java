/** Tests of org.sdvgen.cli.bench. */
@NullMarked
package org.sdvgen.cli.bench;

import org.jspecify.annotations.NullMarked;
