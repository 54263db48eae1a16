package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.TrainingModel;

/**
 * A model whose traces are plain predictions, without dropout and without a way back: for the loss
 * of an objective alone.
 *
 * @param model the model in training; no call changes it
 */
record InferenceModel(TrainingModel model) implements TrainingModel {
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
  public Denoiser denoiser() {
    return new InferenceDenoiser(model.denoiser());
  }

  @Override
  public NoiseProcess noiseProcess() {
    return model.noiseProcess();
  }

  @Override
  public NDManager newScope() {
    return model.newScope();
  }

  /** Answers a trace with a prediction. */
  private record InferenceDenoiser(Denoiser denoiser) implements Denoiser {
    @Override
    public NDArray predict(DenoiserInput input) {
      return denoiser.predict(input);
    }

    @Override
    public Trace trace(DenoiserInput input, long dropoutSeed) {
      return new Prediction(denoiser.predict(input));
    }

    @Override
    public int referenceTokens(int height, int width) {
      return denoiser.referenceTokens(height, width);
    }
  }

  /** A prediction that adds no gradient to anything. */
  private record Prediction(NDArray prediction) implements Trace {
    @Override
    public void backward(NDArray upstream, GradientBuffer gradients) {}

    @Override
    public void close() {
      prediction.close();
    }
  }
}
