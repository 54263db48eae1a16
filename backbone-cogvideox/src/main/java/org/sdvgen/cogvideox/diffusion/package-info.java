/** The diffusion process: noise schedule, training targets and solvers. */
@NullMarked
package org.sdvgen.cogvideox.diffusion;

import org.jspecify.annotations.NullMarked;
