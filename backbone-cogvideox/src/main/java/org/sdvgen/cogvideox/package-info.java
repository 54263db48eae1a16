/** The CogVideoX backbone: a text-to-video transformer that also reads a reference picture. */
@NullMarked
package org.sdvgen.cogvideox;

import org.jspecify.annotations.NullMarked;
