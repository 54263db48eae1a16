/** The denoising transformer with its references, its adapter and its gradients. */
@NullMarked
package org.sdvgen.wan22.transformer;

import org.jspecify.annotations.NullMarked;
