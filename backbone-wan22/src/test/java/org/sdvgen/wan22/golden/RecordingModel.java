package org.sdvgen.wan22.golden;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.objective.ForwardingTrainingModel;
import org.sdvgen.api.objective.TrainingModel;

/** The product's own model, which keeps what its denoiser predicts. */
final class RecordingModel extends ForwardingTrainingModel implements Denoiser {
  private final List<float[]> predictions = new ArrayList<>();

  RecordingModel(TrainingModel own) {
    super(own);
  }

  /** Both halves of every prediction, the unconditional one first. */
  List<float[]> predictions() {
    return predictions;
  }

  @Override
  public NDArray predict(DenoiserInput input) {
    NDArray prediction = super.denoiser().predict(input);
    predictions.add(prediction.toFloatArray());
    return prediction;
  }

  @Override
  public Trace trace(DenoiserInput input, long dropoutSeed) {
    return super.denoiser().trace(input, dropoutSeed);
  }

  @Override
  public int referenceTokens(int height, int width) {
    return super.denoiser().referenceTokens(height, width);
  }

  @Override
  public Denoiser denoiser() {
    return this;
  }
}
