package org.sdvgen.testkit.golden;

import ai.djl.ndarray.NDArray;
import org.sdvgen.api.backbone.TextBundle;

/** The stored batches of a training case, one per task, in this project's layouts. */
public interface GoldenBatches {

  /** Returns a task's clean target, (B, c, f, h, w). */
  NDArray latents(String task);

  /** Returns a task's reference, (B, c, 1, h, w). */
  NDArray referenceLatents(String task);

  /** Returns a task's noise, (B, c, f, h, w). */
  NDArray noise(String task);

  /** Returns, per sample, the number in [0, 1) that the noise process turns into its timestep. */
  double[] timestepQuantiles(String task);

  /** Returns a task's encoded prompts. */
  TextBundle text(String task);
}
