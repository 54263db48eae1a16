package org.sdvgen.host.model;

import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.objective.TrainingModel;

/** Gives views of the one loaded model: encodings are shared, the denoiser is as asked for. */
@FunctionalInterface
public interface ModelViews {
  /**
   * The model with trained weights.
   *
   * @param tuning adapters and masters that its denoiser uses
   * @return the model, to be used as long as the weights are open
   * @throws org.sdvgen.api.error.InputException if the adapters cannot act together
   */
  TrainingModel with(Tuning tuning);
}
