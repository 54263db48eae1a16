package org.sdvgen.testkit.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.ForwardingTrainingModel;
import org.sdvgen.api.objective.TrainingModel;

/** A model that encodes to the stored latents and embeddings of the two training batches. */
public final class GoldenModel extends ForwardingTrainingModel {
  private final GoldenBatches batches;

  /**
   * A model.
   *
   * @param own the model that computes everything but the encodings
   * @param batches the stored encodings
   */
  public GoldenModel(TrainingModel own, GoldenBatches batches) {
    super(own);
    this.batches = batches;
  }

  @Override
  public LatentDistribution encode(NDManager manager, List<Example> examples, String role) {
    String task = examples.get(0).clips().containsKey("source") ? "identity" : "motion";
    NDArray latents =
        role.equals("source") ? batches.referenceLatents(task) : batches.latents(task);
    return exactly(manager, latents);
  }

  /** Only the motion objective encodes pixels that are no clip of an example: one of its frames. */
  @Override
  public LatentDistribution encode(NDArray pixels) {
    return exactly(pixels.getManager(), batches.referenceLatents("motion"));
  }

  private static LatentDistribution exactly(NDManager manager, NDArray latents) {
    latents.attach(manager);
    return new LatentDistribution(latents, manager.zeros(latents.getShape()));
  }

  @Override
  public TextBundle encodeText(NDManager manager, List<String> prompts) {
    String task = prompts.get(0).contains("<cls>") ? "identity" : "motion";
    TextBundle text = batches.text(task);
    text.attach(manager);
    return text;
  }
}
