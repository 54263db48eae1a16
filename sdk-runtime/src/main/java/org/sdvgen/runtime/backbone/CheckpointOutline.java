package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.text.PromptReader;

/**
 * The outline of a checkpoint folder whose files have been checked.
 *
 * @param spec the model's sizes and abilities
 * @param transformer the network that is trained
 * @param prompts reads prompts; closed with the outline
 */
record CheckpointOutline(BackboneSpec spec, NetworkDefinition transformer, PromptReader prompts)
    implements BackboneOutline {
  @Override
  public Map<String, Shape> trainable(Selection selection) {
    return transformer.trainable(selection);
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
