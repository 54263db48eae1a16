package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.runtime.text.PromptTokenizer;

/**
 * The outline of a checkpoint folder whose files have been checked.
 *
 * @param spec what the model is and can do
 * @param trainables lists what a selection would train, shapes by name
 * @param tokenizer cuts prompts; closed with the outline
 * @param promptCheck throws an {@code InputException} for prompts that the model does not take
 */
public record CheckpointOutline(
    BackboneSpec spec,
    Function<Selection, Map<String, Shape>> trainables,
    PromptTokenizer tokenizer,
    Consumer<String> promptCheck)
    implements BackboneOutline {
  @Override
  public Map<String, Shape> trainable(Selection selection) {
    return trainables.apply(selection);
  }

  @Override
  public void checkPrompt(String prompt) {
    promptCheck.accept(prompt);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
