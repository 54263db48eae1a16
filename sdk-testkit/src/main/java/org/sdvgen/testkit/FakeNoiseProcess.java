package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Solver;
import org.sdvgen.api.backbone.SolverChoice;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;

/**
 * Straight flow: at timestep t in [0, 1000) the latents are (1 - s) * clean + s * noise with s = t
 * / 1000, and the target is noise - clean.
 */
public final class FakeNoiseProcess implements NoiseProcess {
  /** Timestep of pure noise. */
  static final double UNITS = 1000;

  private static final List<String> SOLVERS = List.of("euler");

  /** Keeps no state. */
  public FakeNoiseProcess() {}

  @Override
  public NDArray timesteps(NDManager manager, double[] uniforms) {
    float[] values = new float[uniforms.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (uniforms[i] * UNITS);
    }
    return manager.create(FloatBuffer.wrap(values), new Shape(values.length));
  }

  @Override
  public Corruption corrupt(NDArray clean, NDArray noise, NDArray timesteps) {
    NDManager owner = clean.getManager();
    try (NDManager scope = owner.newSubManager()) {
      NDArray velocity = FakeArrays.adopt(scope, noise).sub(clean);
      NDArray sigma =
          FakeArrays.adopt(scope, timesteps)
              .div(UNITS)
              .reshape(timesteps.getShape().get(0), 1, 1, 1, 1);
      NDArray noisy = velocity.mul(sigma).add(clean);
      NDArray weight = FakeArrays.adopt(scope, timesteps).onesLike();
      noisy.attach(owner);
      velocity.attach(owner);
      weight.attach(owner);
      return new Corruption(noisy, velocity, weight);
    }
  }

  @Override
  public List<String> solvers() {
    return SOLVERS;
  }

  @Override
  public Solver solver(SolverChoice choice) {
    if (choice.flowShift().isPresent()) {
      throw new InputException("flow_shift: the fake backbone's schedule has none: leave it out");
    }
    String name = choice.name().orElse(SOLVERS.get(0));
    if (!SOLVERS.contains(name)) {
      throw new InputException(
          "no solver is called \"%s\": use %s"
              .formatted(name, NearestName.of(name, SOLVERS).orElseThrow()));
    }
    return new Euler(choice.steps());
  }

  /** Equal steps along the predicted velocity. */
  private record Euler(int steps) implements Solver {
    @Override
    public double[] timesteps() {
      double[] times = new double[steps];
      for (int i = 0; i < steps; i++) {
        times[i] = UNITS * (steps - i) / steps;
      }
      return times;
    }

    @Override
    public NDArray step(int index, NDArray latents, NDArray prediction, Supplier<NDArray> noise) {
      try (NDArray move = prediction.mul(-1.0 / steps)) {
        return latents.add(move);
      }
    }

    @Override
    public void close() {}
  }
}
