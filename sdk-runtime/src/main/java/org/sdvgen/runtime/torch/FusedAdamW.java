package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter; {@code torch.optim.AdamW} with {@code
 * fused=True}), one fused call for all parameters, on CPU and GPU.
 */
public final class FusedAdamW implements Optimizer {
  /**
   * Settings, with the names of PyTorch.
   *
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param eps added to the denominator
   * @param weightDecay share of a parameter taken off per step and unit of learning rate
   */
  public record Settings(double beta1, double beta2, double eps, double weightDecay) {
    /** Checks the ranges. */
    public Settings {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException("betas must lie in [0, 1): " + beta1 + ", " + beta2);
      }
      if (!(eps > 0 && weightDecay >= 0)) {
        throw new IllegalArgumentException("eps must be above 0 and weight decay not below");
      }
    }
  }

  private static final String EXP_AVG = "exp_avg.";
  private static final String EXP_AVG_SQ = "exp_avg_sq.";
  private static final String STEP = "step";

  private final Settings settings;
  private final NDManager manager;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> expAvg = new LinkedHashMap<>();
  private final Map<String, NDArray> expAvgSq = new LinkedHashMap<>();
  private final List<NDArray> steps = new ArrayList<>();

  /**
   * An optimizer that has made no step.
   *
   * @param parent manager in which its state lives, on the parameters' device
   * @param settings betas, epsilon and decay
   * @param parameters fp32 parameters by name, changed in place; at least one
   */
  public FusedAdamW(NDManager parent, Settings settings, Map<String, NDArray> parameters) {
    this.settings = settings;
    this.parameters = new LinkedHashMap<>(parameters);
    manager = parent.newSubManager();
    this.parameters.forEach(
        (name, parameter) -> {
          expAvg.put(name, manager.zeros(parameter.getShape()));
          expAvgSq.put(name, manager.zeros(parameter.getShape()));
          steps.add(manager.zeros(new Shape()));
        });
  }

  @Override
  public void step(Map<String, NDArray> gradients, double learningRate) {
    Arguments arguments =
        Optimizer.stepArguments(parameters, gradients)
            .list(List.copyOf(expAvg.values()))
            .list(List.copyOf(expAvgSq.values()))
            .list(steps)
            .scalar(learningRate)
            .scalar(settings.beta1())
            .scalar(settings.beta2())
            .scalar(settings.weightDecay())
            .scalar(settings.eps());
    try (NDManager scratch = manager.newSubManager()) {
      Gradients.PROGRAM.call(scratch, "adamw", arguments);
    }
  }

  /**
   * The whole state, for checkpoints.
   *
   * @return the live moments as {@code exp_avg.<parameter>} and {@code exp_avg_sq.<parameter>}, and
   *     the number of steps as {@code step}
   */
  @Override
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    state.put(STEP, steps.get(0));
    expAvg.forEach((name, moment) -> state.put(EXP_AVG + name, moment));
    expAvgSq.forEach((name, moment) -> state.put(EXP_AVG_SQ + name, moment));
    return state;
  }

  @Override
  public void restore(Map<String, NDArray> state) {
    Map<String, NDArray> own = state();
    Optimizer.requireSameArrays(state, own);
    state.forEach(
        (name, saved) -> {
          if (name.equals(STEP)) {
            steps.forEach(step -> Tensors.copy(step, saved));
          } else {
            Tensors.copy(Objects.requireNonNull(own.get(name)), saved);
          }
        });
  }

  @Override
  public void close() {
    manager.close();
  }
}
