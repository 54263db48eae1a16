/** A CogVideoX checkpoint folder in the layout of Hugging Face: configurations and weights. */
@NullMarked
package org.sdvgen.cogvideox.checkpoint;

import org.jspecify.annotations.NullMarked;
