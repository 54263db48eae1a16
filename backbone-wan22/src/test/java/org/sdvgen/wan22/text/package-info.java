/** Tests of prompts and their embeddings. */
@NullMarked
package org.sdvgen.wan22.text;

import org.jspecify.annotations.NullMarked;
