/**
 * TorchScript programs written as text, and everything that touches DJL's PyTorch engine classes.
 *
 * <p>Java decides, TorchScript computes: a network is readable TorchScript text that {@link
 * org.sdvgen.runtime.torch.TorchProgram} compiles in process. This is the only package that may use
 * {@code ai.djl.pytorch}, and the only home of bf16: DJL's own operators end the JVM on a bf16
 * array, so such an array is only ever passed from one program to the next.
 *
 * <p>A <i>trace</i> is a forward pass that was recorded for backward, like PyTorch's autograd
 * graph; with activation checkpointing, backward recomputes the blocks' activations.
 *
 * <p>Ownership: every call returns arrays attached to the manager that the caller names. Open a
 * sub-manager with try-with-resources for each piece of work, and detach or attach elsewhere only
 * what outlives it.
 */
@NullMarked
package org.sdvgen.runtime.torch;

import org.jspecify.annotations.NullMarked;
