package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.TrainingModel;

/**
 * The model in training, noting what seeds its dropout.
 *
 * @param model does the work
 * @param seeds takes the seed of every trace
 */
record SeedNotes(TrainingModel model, List<Long> seeds) implements TrainingModel {
  @Override
  public BackboneSpec spec() {
    return model.spec();
  }

  @Override
  public LatentDistribution encode(NDManager manager, List<Example> examples, String role) {
    return model.encode(manager, examples, role);
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    return model.encode(pixels);
  }

  @Override
  public TextBundle encodeText(NDManager manager, List<String> prompts) {
    return model.encodeText(manager, prompts);
  }

  @Override
  public NoiseProcess noiseProcess() {
    return model.noiseProcess();
  }

  @Override
  public NDManager newScope() {
    return model.newScope();
  }

  @Override
  public Denoiser denoiser() {
    Denoiser denoiser = model.denoiser();
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
