package org.sdvgen.host.training;

import java.util.List;
import org.sdvgen.api.error.InputException;

/** The error of a run whose numbers are no longer finite. */
final class Divergence {
  private Divergence() {}

  static InputException error(String what, double value, long step, List<String> samples) {
    return new InputException(
        ("training stopped at step %d: the %s is %s; samples: %s. The parameters were not changed by"
                + " this step and earlier checkpoints are untouched. Look at these samples, or lower"
                + " learning_rate, and resume")
            .formatted(step, what, value, String.join(", ", samples)));
  }
}
