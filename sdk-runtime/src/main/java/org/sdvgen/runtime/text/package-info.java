/** T5 and umT5 text encoders with their tokenizers, as several video models have them. */
@NullMarked
package org.sdvgen.runtime.text;

import org.jspecify.annotations.NullMarked;
