/** Tests of the commands. */
@NullMarked
package org.sdvgen.cli;

import org.jspecify.annotations.NullMarked;
