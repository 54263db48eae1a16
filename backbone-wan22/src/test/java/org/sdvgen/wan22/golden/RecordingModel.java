package org.sdvgen.wan22.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
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

/** The product's own model, which keeps what its denoiser predicts. */
final class RecordingModel implements TrainingModel, Denoiser {
  private final TrainingModel own;
  private final List<float[]> predictions = new ArrayList<>();

  RecordingModel(TrainingModel own) {
    this.own = own;
  }

  /** Both halves of every prediction, the unconditional one first. */
  List<float[]> predictions() {
    return predictions;
  }

  @Override
  public NDArray predict(DenoiserInput input) {
    NDArray prediction = own.denoiser().predict(input);
    predictions.add(prediction.toFloatArray());
    return prediction;
  }

  @Override
  public Trace trace(DenoiserInput input, long dropoutSeed) {
    return own.denoiser().trace(input, dropoutSeed);
  }

  @Override
  public int referenceTokens(int height, int width) {
    return own.denoiser().referenceTokens(height, width);
  }

  @Override
  public Denoiser denoiser() {
    return this;
  }

  @Override
  public BackboneSpec spec() {
    return own.spec();
  }

  @Override
  public LatentDistribution encode(NDManager manager, List<Example> examples, String role) {
    return own.encode(manager, examples, role);
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    return own.encode(pixels);
  }

  @Override
  public TextBundle encodeText(NDManager manager, List<String> prompts) {
    return own.encodeText(manager, prompts);
  }

  @Override
  public NoiseProcess noiseProcess() {
    return own.noiseProcess();
  }

  @Override
  public NDManager newScope() {
    return own.newScope();
  }
}
