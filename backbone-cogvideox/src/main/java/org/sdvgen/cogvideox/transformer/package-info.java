/** The denoising transformer with its reference stream, its adapter and its gradients. */
@NullMarked
package org.sdvgen.cogvideox.transformer;

import org.jspecify.annotations.NullMarked;
