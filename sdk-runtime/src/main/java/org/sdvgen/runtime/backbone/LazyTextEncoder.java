package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.runtime.text.PromptReader;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.runtime.text.T5TextEncoder.Padding;

/**
 * A text encoder that reads its weights for the first prompt that is encoded.
 *
 * @param prompts reads prompts
 * @param encoder the weights
 * @param padding how the rows past a prompt's end are treated
 */
record LazyTextEncoder(PromptReader prompts, Part<T5Encoder> encoder, Padding padding)
    implements TextEncoder {
  @Override
  @SuppressWarnings("resource") // its parts stay open
  public TextBundle encode(NDManager manager, List<String> texts) {
    return new T5TextEncoder(prompts, encoder.get(), padding).encode(manager, texts);
  }

  @Override
  public void check(String prompt) {
    prompts.check(prompt);
  }
}
