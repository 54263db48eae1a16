package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.objective.ForwardingTrainingModel;
import org.sdvgen.api.objective.TrainingModel;

/**
 * A model whose traces are plain predictions, without dropout and without a backward pass: for the
 * loss of an objective alone. No call changes the model in training.
 */
final class InferenceModel extends ForwardingTrainingModel {
  InferenceModel(TrainingModel model) {
    super(model);
  }

  @Override
  public Denoiser denoiser() {
    return new InferenceDenoiser(super.denoiser());
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
