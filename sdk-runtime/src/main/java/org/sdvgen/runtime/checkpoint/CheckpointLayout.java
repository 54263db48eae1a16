package org.sdvgen.runtime.checkpoint;

import java.util.Map;
import java.util.Set;

/**
 * The components that a checkpoint folder of a certain model has.
 *
 * @param model the model's name, for messages
 * @param repository the Hugging Face repository that has it in this layout, for messages
 * @param classes the classes that are implemented, by component: {@code transformer}, {@code vae},
 *     {@code text_encoder}, {@code tokenizer} and {@code scheduler}, as {@code model_index.json}
 *     names both
 */
public record CheckpointLayout(String model, String repository, Map<String, Set<String>> classes) {
  /** Copies the map. */
  public CheckpointLayout {
    classes = Map.copyOf(classes);
  }
}
