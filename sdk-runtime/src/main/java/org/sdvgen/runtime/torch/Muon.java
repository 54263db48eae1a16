package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Muon for matrices (Jordan et al. 2024): Nesterov momentum whose singular values are all brought
 * near 1 by five Newton-Schulz steps with the coefficients (3.4445, -4.7750, 2.0315).
 *
 * <p>Updates are scaled by {@code 0.2 * sqrt(max(rows, columns))} (Liu et al. 2025; {@code
 * match_rms_adamw} of {@code torch.optim.Muon}), so that they are about as large as AdamW's and one
 * learning rate and weight decay can serve both.
 */
public final class Muon implements Optimizer {
  /**
   * Settings, with the names of PyTorch.
   *
   * @param momentum decay of the momentum, in [0, 1)
   * @param weightDecay share of a parameter taken off per step and unit of learning rate
   */
  public record Settings(double momentum, double weightDecay) {
    /** Checks the ranges. */
    public Settings {
      if (!(momentum >= 0 && momentum < 1 && weightDecay >= 0)) {
        throw new IllegalArgumentException(
            "momentum must lie in [0, 1) and weight decay not be below 0: "
                + momentum
                + ", "
                + weightDecay);
      }
    }
  }

  private static final String MOMENTUM = "momentum_buffer.";

  private final Settings settings;
  private final NDManager manager;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> momenta = new LinkedHashMap<>();

  /**
   * An optimizer that has made no step.
   *
   * @param parent manager in which its state lives, on the parameters' device
   * @param settings momentum and decay
   * @param parameters fp32 matrices by name, changed in place; at least one
   */
  public Muon(NDManager parent, Settings settings, Map<String, NDArray> parameters) {
    parameters.forEach(
        (name, parameter) -> {
          if (!accepts(parameter)) {
            throw new IllegalArgumentException(name + " is no matrix: " + parameter.getShape());
          }
        });
    this.settings = settings;
    this.parameters = new LinkedHashMap<>(parameters);
    manager = parent.newSubManager();
    this.parameters.forEach(
        (name, parameter) -> momenta.put(name, manager.zeros(parameter.getShape())));
  }

  /**
   * Whether a parameter is a matrix, which is all that Muon can change.
   *
   * @param parameter any array
   * @return true if it has two axes
   */
  public static boolean accepts(NDArray parameter) {
    return parameter.getShape().dimension() == 2;
  }

  @Override
  public void step(Map<String, NDArray> gradients, double learningRate) {
    Arguments arguments =
        Optimizer.stepArguments(parameters, gradients)
            .list(List.copyOf(momenta.values()))
            .scalar(learningRate)
            .scalar(settings.momentum())
            .scalar(settings.weightDecay());
    try (NDManager scratch = manager.newSubManager()) {
      Gradients.PROGRAM.call(scratch, "muon", arguments);
    }
  }

  /**
   * The whole state, for checkpoints.
   *
   * @return the live momenta as {@code momentum_buffer.<parameter>}
   */
  @Override
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    momenta.forEach((name, momentum) -> state.put(MOMENTUM + name, momentum));
    return state;
  }

  @Override
  public void restore(Map<String, NDArray> state) {
    Map<String, NDArray> own = state();
    Optimizer.requireSameArrays(state, own);
    state.forEach((name, saved) -> Tensors.copy(Objects.requireNonNull(own.get(name)), saved));
  }

  @Override
  public void close() {
    manager.close();
  }
}
