/**
 * Draws: random numbers as a function of a key (seed, step, sample, purpose). There is no RNG state
 * to carry from one use to the next, nor to save in a checkpoint.
 */
@NullMarked
package org.sdvgen.api.random;

import org.jspecify.annotations.NullMarked;
