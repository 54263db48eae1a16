package org.sdvgen.testkit.guide;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.sdvgen.runtime.denoiser.RotaryTable;
import org.sdvgen.runtime.denoiser.RotaryTables;
import org.sdvgen.runtime.denoiser.TokenGrid;

/**
 * Rotary tables whose pairs of channels turn with frame, row and column by turns.
 *
 * @param headWidth channels of a head
 */
record TinyRotary(int headWidth) implements RotaryTables {
  private static final int AXES = 3;
  private static final double SLOWER = 0.3;

  @Override
  public RotaryTable table(NDManager results, TokenGrid grid) {
    int tokens = grid.frames() * grid.rows() * grid.columns();
    float[] cos = new float[tokens * headWidth];
    float[] sin = new float[tokens * headWidth];
    for (int i = 0; i < cos.length; i++) {
      int token = i / headWidth;
      int pair = i % headWidth / 2;
      double[] place = {
        grid.firstFrame() + token / (grid.rows() * grid.columns()),
        grid.rowShift() + token / grid.columns() % grid.rows(),
        grid.columnShift() + token % grid.columns()
      };
      int slower = pair / AXES;
      double angle = place[pair % AXES] * Math.pow(SLOWER, slower);
      cos[i] = (float) Math.cos(angle);
      sin[i] = (float) Math.sin(angle);
    }
    Shape shape = new Shape(tokens, headWidth);
    return new RotaryTable(results.create(cos, shape), results.create(sin, shape));
  }

  @Override
  public void close() {
    // Nothing is compiled for it.
  }
}
