/** Tests of the CogVideoX backbone as a whole, on the tiny golden checkpoint. */
@NullMarked
package org.sdvgen.cogvideox;

import org.jspecify.annotations.NullMarked;
