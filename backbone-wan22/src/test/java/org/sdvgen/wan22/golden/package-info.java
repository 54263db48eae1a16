/** Comparisons with values that diffusers, transformers and peft computed. */
@NullMarked
package org.sdvgen.wan22.golden;

import org.jspecify.annotations.NullMarked;
