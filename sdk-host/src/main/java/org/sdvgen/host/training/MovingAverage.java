package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.config.EmaSettings;
import org.sdvgen.runtime.torch.WeightAverage;

/** The exponential moving average of what a run trains. */
final class MovingAverage implements Restorable, AutoCloseable {
  private final EmaSettings settings;
  private final TrainedWeights weights;
  private final WeightAverage average;

  /**
   * An average that begins with the present values.
   *
   * @param parent where it lives, on the parameters' device
   * @param settings the decay
   * @param weights writes what is trained
   * @param parameters the trained parameters
   */
  MovingAverage(
      NDManager parent, EmaSettings settings, TrainedWeights weights, List<Parameter> parameters) {
    this.settings = settings;
    this.weights = weights;
    Map<String, NDArray> values = Optimizers.values(parameters);
    average = new WeightAverage(parent, values, values);
  }

  /** Takes in the parameters as a step, counted from 0, has left them. */
  void update(long step) {
    average.update(settings.decayAt(step));
  }

  @Override
  public void save(Draft checkpoint) {
    during(
        () -> {
          weights.save(checkpoint.folder(), TrainedWeights.Kind.AVERAGE, checkpoint.step());
          return checkpoint;
        });
  }

  @Override
  public void load(ResumePoint checkpoint) {
    during(
        () -> {
          weights.load(checkpoint.folder(), TrainedWeights.Kind.AVERAGE);
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
