/** Pairs of pictures of one subject, in every layout that is read. */
@NullMarked
package org.sdvgen.data.pairs;

import org.jspecify.annotations.NullMarked;
