package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.MemoryOutline;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.text.PromptReader;

/**
 * The outline of a checkpoint folder whose files have been checked.
 *
 * @param spec the model's sizes and abilities
 * @param transformer the network that is trained
 * @param prompts reads prompts; closed with the outline
 * @param sizes what memory is planned by
 */
record CheckpointOutline(
    BackboneSpec spec, NetworkDefinition transformer, PromptReader prompts, MemoryOutline sizes)
    implements BackboneOutline {
  @Override
  public Map<String, Shape> trainable(Selection selection) {
    return transformer.trainable(selection);
  }

  @Override
  public Optional<MemoryOutline> memory() {
    return Optional.of(sizes);
  }

  @Override
  public void checkPrompt(String prompt) {
    prompts.check(prompt);
  }

  @Override
  public void close() {
    prompts.close();
  }
}
