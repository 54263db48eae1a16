package org.sdvgen.api.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.TextBundle;

/** Forwards every call to another model. Subclasses override the calls that they change. */
public abstract class ForwardingTrainingModel implements TrainingModel {
  private final TrainingModel model;

  /**
   * A model that forwards to another.
   *
   * @param model takes the calls that are not overridden; stays the caller's
   */
  protected ForwardingTrainingModel(TrainingModel model) {
    this.model = model;
  }

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
    return model.denoiser();
  }

  @Override
  public NoiseProcess noiseProcess() {
    return model.noiseProcess();
  }

  @Override
  public NDManager newScope() {
    return model.newScope();
  }
}
