package org.sdvgen.api.objective;

import org.sdvgen.api.backbone.Denoiser;

/** The model behind {@link TrainingModel#withDenoiser}. */
final class OtherDenoiser extends ForwardingTrainingModel {
  private final Denoiser denoiser;

  OtherDenoiser(TrainingModel model, Denoiser denoiser) {
    super(model);
    this.denoiser = denoiser;
  }

  @Override
  public Denoiser denoiser() {
    return denoiser;
  }
}
