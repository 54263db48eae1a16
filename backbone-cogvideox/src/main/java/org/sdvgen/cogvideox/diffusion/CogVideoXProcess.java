package org.sdvgen.cogvideox.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Solver;
import org.sdvgen.api.backbone.SolverChoice;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.cogvideox.checkpoint.SchedulerConfig;

/**
 * Variance-preserving diffusion with v-prediction. Timesteps are the indices of the noise levels.
 */
public final class CogVideoXProcess implements NoiseProcess {
  private static final String DDIM = "ddim";
  private static final String DPM = "dpm";

  private final SchedulerConfig config;
  private final NoiseSchedule schedule;

  /**
   * The process of a checkpoint.
   *
   * @param config its scheduler's configuration
   */
  public CogVideoXProcess(SchedulerConfig config) {
    this.config = config;
    schedule = new NoiseSchedule(config);
  }

  /** Returns the timesteps floor(levels * u): each level is equally likely. */
  @Override
  public NDArray timesteps(NDManager manager, double[] uniforms) {
    float[] timesteps = new float[uniforms.length];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = (float) Math.floor(uniforms[i] * schedule.levels());
    }
    return manager.create(timesteps);
  }

  /**
   * Corrupts latents x with noise e to sqrt(a) x + sqrt(1 - a) e; the target is v = sqrt(a) e -
   * sqrt(1 - a) x; every sample weighs 1.
   */
  @Override
  public Corruption corrupt(NDArray clean, NDArray noise, NDArray timesteps) {
    float[] levels = timesteps.toFloatArray();
    float[] signal = new float[levels.length];
    float[] rest = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      // diffusers rounds alpha to fp32 before it takes the roots.
      float alpha = (float) schedule.alphaCumprod((int) levels[i]);
      signal[i] = (float) Math.sqrt(alpha);
      rest[i] = (float) Math.sqrt(1f - alpha);
    }
    NDManager results = clean.getManager();
    try (NDManager scope = results.newSubManager()) {
      NDArray a = scope.create(signal, new Shape(levels.length, 1, 1, 1, 1));
      NDArray b = scope.create(rest, new Shape(levels.length, 1, 1, 1, 1));
      NDArray noisy = a.mul(clean).addi(b.mul(noise));
      NDArray target = a.mul(noise).subi(b.mul(clean));
      noisy.attach(results);
      target.attach(results);
      return new Corruption(noisy, target, results.ones(new Shape(levels.length)));
    }
  }

  /** Returns both solvers, first the one that the checkpoint names. */
  @Override
  public List<String> solvers() {
    return config.solver().equals(DDIM) ? List.of(DDIM, DPM) : List.of(DPM, DDIM);
  }

  @Override
  public Solver solver(SolverChoice wanted) {
    if (wanted.flowShift().isPresent()) {
      throw new InputException(
          "flow_shift: the noise schedule of the cogvideox backbone has none: leave it out");
    }
    if (wanted.steps() > schedule.levels()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "num_inference_steps: %d is more than the %d noise levels of the checkpoint",
              wanted.steps(),
              schedule.levels()));
    }
    TimestepGrid grid = TimestepGrid.of(schedule, wanted.steps());
    String name = wanted.name().orElse(config.solver());
    return switch (name) {
      case DDIM -> new DdimSolver(grid);
      case DPM -> new DpmSolver(grid);
      default ->
          throw new InputException(
              "solver: the cogvideox backbone has no solver \"%s\"; the nearest of %s is %s"
                  .formatted(name, solvers(), NearestName.of(name, solvers()).orElse("?")));
    };
  }
}
