/** Tests of org.sdvgen.cli.evaluate. */
@NullMarked
package org.sdvgen.cli.evaluate;

import org.jspecify.annotations.NullMarked;
