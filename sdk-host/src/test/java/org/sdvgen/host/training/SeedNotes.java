package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.objective.ForwardingTrainingModel;
import org.sdvgen.api.objective.TrainingModel;

/** The model in training, noting what seeds its dropout. */
final class SeedNotes extends ForwardingTrainingModel {
  private final List<Long> seeds;

  /** Notes the seed of every trace in a list. */
  SeedNotes(TrainingModel model, List<Long> seeds) {
    super(model);
    this.seeds = seeds;
  }

  @Override
  public Denoiser denoiser() {
    Denoiser denoiser = super.denoiser();
    return new Denoiser() {
      @Override
      public NDArray predict(DenoiserInput input) {
        return denoiser.predict(input);
      }

      @Override
      public Trace trace(DenoiserInput input, long dropoutSeed) {
        seeds.add(dropoutSeed);
        return denoiser.trace(input, dropoutSeed);
      }

      @Override
      public int referenceTokens(int height, int width) {
        return denoiser.referenceTokens(height, width);
      }
    };
  }
}
