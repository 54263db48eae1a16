/**
 * Commands over the facade {@code org.sdvgen.host}: reading options, showing progress, exit codes.
 */
@NullMarked
package org.sdvgen.cli;

import org.jspecify.annotations.NullMarked;
