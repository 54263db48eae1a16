/**
 * Frozen weights in 8 or 4 bits, with the codes of torchao and bitsandbytes; networks dequantise
 * them inside their blocks.
 */
@NullMarked
package org.sdvgen.runtime.quantization;

import org.jspecify.annotations.NullMarked;
