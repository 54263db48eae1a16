package org.sdvgen.wan22.diffusion;

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
import org.sdvgen.wan22.checkpoint.SchedulerConfig;

/**
 * Flow matching: latents lie on the straight line from clean ones to noise, and its direction is
 * predicted. A timestep is the noise level sigma in [0, 1] times the number of training timesteps;
 * it is not rounded in training.
 */
public final class Wan22Process implements NoiseProcess {
  private static final String UNIPC = "unipc";
  private static final String EULER = "euler";

  private final SchedulerConfig config;
  private final TrainingSigmas trainingSigmas;

  /**
   * The process of a checkpoint.
   *
   * @param config its scheduler's configuration
   * @param trainingSigmas how the noise levels of training are distributed
   */
  public Wan22Process(SchedulerConfig config, TrainingSigmas trainingSigmas) {
    this.config = config;
    this.trainingSigmas = trainingSigmas;
  }

  @Override
  public NDArray timesteps(NDManager manager, double[] uniforms) {
    float[] timesteps = new float[uniforms.length];
    for (int i = 0; i < timesteps.length; i++) {
      double sigma = trainingSigmas.sigma(uniforms[i], config.shift());
      timesteps[i] = (float) (sigma * config.numTrainTimesteps());
    }
    return manager.create(timesteps);
  }

  /**
   * Corrupts latents x with noise e to (1 - sigma) x + sigma e; the target is e - x; every sample
   * weighs 1.
   */
  @Override
  public Corruption corrupt(NDArray clean, NDArray noise, NDArray timesteps) {
    long batch = timesteps.getShape().get(0);
    NDManager results = clean.getManager();
    try (NDManager scope = results.newSubManager()) {
      NDArray own = timesteps.duplicate();
      own.attach(scope);
      NDArray sigma = own.div(config.numTrainTimesteps()).reshape(batch, 1, 1, 1, 1);
      NDArray noisy = sigma.mul(noise).addi(sigma.neg().addi(1).mul(clean));
      NDArray target = noise.sub(clean);
      noisy.attach(results);
      target.attach(results);
      return new Corruption(noisy, target, results.ones(new Shape(batch)));
    }
  }

  /** Returns both solvers, first the one that the checkpoint names. */
  @Override
  public List<String> solvers() {
    return config.solver().equals(UNIPC) ? List.of(UNIPC, EULER) : List.of(EULER, UNIPC);
  }

  @Override
  public Solver solver(SolverChoice wanted) {
    double shift = wanted.flowShift().orElse(config.shift());
    if (wanted.steps() > config.numTrainTimesteps()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "num_inference_steps: %d is more than the %d timesteps of the checkpoint",
              wanted.steps(),
              config.numTrainTimesteps()));
    }
    String name = wanted.name().orElse(config.solver());
    return switch (name) {
      case UNIPC ->
          new UniPcSolver(
              NoiseLevels.uniPc(wanted.steps(), shift, config.numTrainTimesteps()),
              config.solverOrder(),
              config.disableCorrector());
      case EULER ->
          new EulerSolver(NoiseLevels.euler(wanted.steps(), shift, config.numTrainTimesteps()));
      default ->
          throw new InputException(
              "solver: the wan22 backbone has no solver \"%s\"; the nearest of %s is %s"
                  .formatted(name, solvers(), NearestName.of(name, solvers()).orElse("?")));
    };
  }
}
