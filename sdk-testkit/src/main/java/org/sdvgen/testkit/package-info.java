/**
 * A toolkit for tests of plugins and of the host: a tiny backbone whose arithmetic can be checked
 * by hand, contract tests, tensor assertions and counts of native memory.
 */
@NullMarked
package org.sdvgen.testkit;

import org.jspecify.annotations.NullMarked;
