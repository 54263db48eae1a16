/** Tests of prompts and their embeddings. */
@NullMarked
package org.sdvgen.cogvideox.text;

import org.jspecify.annotations.NullMarked;
