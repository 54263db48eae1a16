/** Tests of org.sdvgen.cli.demo. */
@NullMarked
package org.sdvgen.cli.demo;

import org.jspecify.annotations.NullMarked;
