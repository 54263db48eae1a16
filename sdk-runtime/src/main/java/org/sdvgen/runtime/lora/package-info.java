/**
 * Low-rank adapters as PEFT defines them: which modules they act on, their initial values, their
 * files in diffusers' format and their fusion into the base weights.
 *
 * <p>An adapter is a map of fp32 tensors {@code <module path>.lora_A.weight} and {@code <module
 * path>.lora_B.weight}; legend of shapes: r rank, in and out widths or channels of the module.
 */
@NullMarked
package org.sdvgen.runtime.lora;

import org.jspecify.annotations.NullMarked;
