package org.sdvgen.host.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.Generator;

/** The random numbers of a generation, by the purposes that {@link Generator} documents. */
final class GenerationDraws {
  private final Draws draws;
  private final long seed;

  GenerationDraws(Draws draws, long seed) {
    this.draws = draws;
    this.seed = seed;
  }

  /** The noise of the sample from the reference's posterior. */
  NDArray reference(NDManager manager, Shape shape) {
    return normals(manager, shape, new DrawKey(seed, 0, 0, Generator.REFERENCE_NOISE));
  }

  /** The noise that denoising starts from. */
  NDArray initialLatents(NDManager manager, Shape shape) {
    return normals(manager, shape, new DrawKey(seed, 0, 0, Generator.INITIAL_LATENTS));
  }

  /** A draw of a stochastic solver. */
  NDArray solver(NDManager manager, Shape shape, int step, int draw) {
    return normals(manager, shape, new DrawKey(seed, step, draw, Generator.SOLVER_NOISE));
  }

  private NDArray normals(NDManager manager, Shape shape, DrawKey key) {
    float[] values = draws.normals(key, Math.toIntExact(shape.size()));
    return manager.create(FloatBuffer.wrap(values), shape);
  }
}
