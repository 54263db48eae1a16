package org.sdvgen.objectives;

import java.util.Comparator;
import java.util.stream.IntStream;

/** How dropped reference tokens are drawn, from one uniform number per token. */
public enum TokenDropSampling {
  /** Every token by itself: samples keep different numbers of tokens. */
  BERNOULLI {
    @Override
    boolean[] keep(double[] uniforms, double drop) {
      boolean[] row = new boolean[uniforms.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = uniforms[i] >= drop;
      }
      return row;
    }
  },
  /** The same number of tokens in every sample: those with the largest numbers stay. */
  FIXED {
    @Override
    boolean[] keep(double[] uniforms, double drop) {
      boolean[] row = new boolean[uniforms.length];
      IntStream.range(0, row.length)
          .boxed()
          .sorted(Comparator.comparingDouble(token -> -uniforms[token]))
          .limit(Math.round((1 - drop) * row.length))
          .forEach(token -> row[token] = true);
      return row;
    }
  },
  /** All tokens of a sample or none, by its first number: the whole reference is dropped. */
  WHOLE {
    @Override
    boolean[] keep(double[] uniforms, double drop) {
      return KeepMask.row(uniforms.length, uniforms[0] >= drop);
    }
  };

  /**
   * Draws the tokens that stay.
   *
   * @param uniforms one number in [0, 1) per token
   * @param drop the share of tokens to drop, in [0, 1]
   */
  abstract boolean[] keep(double[] uniforms, double drop);
}
