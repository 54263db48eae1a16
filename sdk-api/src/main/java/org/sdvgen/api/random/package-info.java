/**
 * Randomness as a function of what it is for: no generator carries state from one use to the next.
 */
@NullMarked
package org.sdvgen.api.random;

import org.jspecify.annotations.NullMarked;
