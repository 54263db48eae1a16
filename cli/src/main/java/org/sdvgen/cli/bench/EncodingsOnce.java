package org.sdvgen.cli.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.ForwardingTrainingModel;
import org.sdvgen.api.objective.TrainingModel;

/**
 * Encodes once and gives the same latents and embeddings at every later step, so that a step's time
 * is that of the denoiser and the optimizer, as the peer's is.
 */
final class EncodingsOnce extends ForwardingTrainingModel implements AutoCloseable {
  private final NDManager kept;
  private final Map<String, LatentDistribution> latents = new HashMap<>();
  private final Map<Integer, TextBundle> texts = new HashMap<>();

  EncodingsOnce(TrainingModel model) {
    super(model);
    kept = model.newScope();
  }

  @Override
  public LatentDistribution encode(NDManager manager, List<Example> examples, String role) {
    return once(examples.size() + " " + role, manager, () -> super.encode(manager, examples, role));
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    return once(pixels.getShape().toString(), pixels.getManager(), () -> super.encode(pixels));
  }

  private LatentDistribution once(
      String key, NDManager manager, Supplier<LatentDistribution> encoding) {
    LatentDistribution found = latents.get(key);
    if (found == null) {
      found = encoding.get();
      found.mean().attach(kept);
      found.std().attach(kept);
      latents.put(key, found);
    }
    LatentDistribution copy =
        new LatentDistribution(found.mean().duplicate(), found.std().duplicate());
    copy.mean().attach(manager);
    copy.std().attach(manager);
    return copy;
  }

  @Override
  public TextBundle encodeText(NDManager manager, List<String> prompts) {
    return texts.computeIfAbsent(prompts.size(), size -> super.encodeText(kept, prompts));
  }

  @Override
  public void close() {
    kept.close();
  }
}
