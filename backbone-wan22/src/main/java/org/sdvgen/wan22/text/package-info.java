/** Prompts of Wan 2.2 and their embeddings. */
@NullMarked
package org.sdvgen.wan22.text;

import org.jspecify.annotations.NullMarked;
