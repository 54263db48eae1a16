package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.host.config.EmaSettings;
import org.sdvgen.runtime.torch.WeightAverage;

/** The exponential moving average of what a run trains. */
final class MovingAverage implements AutoCloseable {
  private final EmaSettings settings;
  private final TrainedWeights weights;
  private final WeightAverage average;

  /**
   * An average.
   *
   * @param parent where it lives, on the parameters' device
   * @param settings the decay
   * @param weights writes what is trained
   * @param parameters what is trained
   * @param values what the average begins with, by parameter name; copied
   */
  MovingAverage(
      NDManager parent,
      EmaSettings settings,
      TrainedWeights weights,
      List<Parameter> parameters,
      Map<String, NDArray> values) {
    this.settings = settings;
    this.weights = weights;
    average = new WeightAverage(parent, Optimizers.values(parameters), values);
  }

  /** Takes in the parameters as a step, counted from 0, has left them. */
  void update(long step) {
    average.update(settings.decayAt(step));
  }

  /** Writes the average for a checkpoint; the parameters are the same afterwards. */
  void save(Path checkpoint, long step) {
    during(
        () -> {
          weights.save(checkpoint, TrainedWeights.Kind.AVERAGE, step);
          return checkpoint;
        });
  }

  /** Does something while the average is in the model; the parameters are the same afterwards. */
  <T> T during(Supplier<T> work) {
    average.exchange();
    try {
      return work.get();
    } finally {
      average.exchange();
    }
  }

  /** Puts the average into the model for good, in place of the last step's values. */
  void adopt() {
    average.exchange();
  }

  @Override
  public void close() {
    average.close();
  }
}
