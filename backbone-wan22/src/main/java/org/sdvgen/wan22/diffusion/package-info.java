/** Flow matching: noise levels, training targets and solvers. */
@NullMarked
package org.sdvgen.wan22.diffusion;

import org.jspecify.annotations.NullMarked;
