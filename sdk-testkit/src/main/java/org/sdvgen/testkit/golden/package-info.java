/**
 * What comparisons with stored values of another implementation build on: the folder of values, its
 * tensors, the table of errors, and stand-ins that feed a trainer or generator with stored arrays.
 */
@NullMarked
package org.sdvgen.testkit.golden;

import org.jspecify.annotations.NullMarked;
