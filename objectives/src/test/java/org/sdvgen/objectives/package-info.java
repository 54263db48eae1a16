/** Tests of the objectives and policies on the fake backbone. */
@NullMarked
package org.sdvgen.objectives;

import org.jspecify.annotations.NullMarked;
