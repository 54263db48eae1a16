/**
 * Safetensors files: reading (memory-mapped, sharded), the strict check of a checkpoint against the
 * tensors that a network expects, and atomic writing.
 */
@NullMarked
package org.sdvgen.runtime.weights;

import org.jspecify.annotations.NullMarked;
