package org.sdvgen.api.backbone;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;

/**
 * A backbone without its weights: its configurations, the headers of its weight files and its
 * tokenizer. The host plans runs and inspects data with it in seconds, whatever the size of the
 * model. Used from one thread at a time.
 */
public interface BackboneOutline extends AutoCloseable {
  /**
   * The model's specification.
   *
   * @return the specification, the same as the loaded backbone's
   */
  BackboneSpec spec();

  /**
   * Shapes of the parameters that a selection would train.
   *
   * @param selection an adapter or base parameters
   * @return shapes by name, those of the parameters that {@link Parameters#create} gives
   * @throws org.sdvgen.api.error.InputException if a target matches nothing; it names the nearest
   */
  Map<String, Shape> trainable(Parameters.Selection selection);

  /**
   * Checks a prompt as {@link TextEncoder#check} does.
   *
   * @param prompt the prompt
   * @throws org.sdvgen.api.error.InputException if the model does not take it
   */
  void checkPrompt(String prompt);

  /**
   * The memory and the work of the model.
   *
   * @return empty for a backbone that does not declare them; plans then know its weights alone
   */
  default Optional<MemoryOutline> memory() {
    return Optional.empty();
  }

  /** Frees the tokenizer. */
  @Override
  void close();
}
