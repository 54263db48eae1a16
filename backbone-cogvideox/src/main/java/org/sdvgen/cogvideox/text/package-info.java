/** From prompts to embeddings: the T5 tokenizer and encoder. */
@NullMarked
package org.sdvgen.cogvideox.text;

import org.jspecify.annotations.NullMarked;
