/** Tests of the files that come with the program. */
@NullMarked
package org.sdvgen.cli.resource;

import org.jspecify.annotations.NullMarked;
