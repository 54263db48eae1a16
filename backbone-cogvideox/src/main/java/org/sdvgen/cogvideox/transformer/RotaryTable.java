package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Cosines and sines by which the channels of queries and keys are turned.
 *
 * @param cos (tokens, head width), fp32
 * @param sin (tokens, head width), fp32
 */
public record RotaryTable(NDArray cos, NDArray sin) {
  static RotaryTable of(NDList pair) {
    return new RotaryTable(pair.get(0), pair.get(1));
  }
}
