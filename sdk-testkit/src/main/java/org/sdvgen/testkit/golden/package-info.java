/**
 * A toolkit for comparisons with stored values of another implementation: the folder of values, its
 * tensors, the table of errors, and stand-ins that feed a trainer or generator with stored arrays.
 */
@NullMarked
package org.sdvgen.testkit.golden;

import org.jspecify.annotations.NullMarked;
