package org.sdvgen.cogvideox.text;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.runtime.text.PromptTokenizer;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.text.TokenRows;

/**
 * Prompts to T5 embeddings of a fixed length, to which shorter prompts are padded. As in the
 * pipelines there is no mask: padding is attended to like every other token.
 */
public final class CogVideoXTextEncoder implements TextEncoder, AutoCloseable {
  /** Name of the embeddings in a bundle. */
  public static final String EMBEDDINGS = "prompt_embeds";

  private final PromptTokenizer tokenizer;
  private final T5Encoder encoder;
  private final TextLimit limit;

  /**
   * A text encoder, which owns its parts.
   *
   * @param tokenizer splits prompts
   * @param encoder embeds tokens
   * @param limit how long prompts are
   */
  public CogVideoXTextEncoder(PromptTokenizer tokenizer, T5Encoder encoder, TextLimit limit) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.limit = limit;
  }

  @Override
  public TextBundle encode(NDManager manager, List<String> prompts) {
    TokenRows rows = TokenRows.of(tokenizer, limit, prompts);
    TokenRows all = TokenRows.withoutPadding(rows.ids());
    return new TextBundle(Map.of(EMBEDDINGS, encoder.encode(manager, all)));
  }

  @Override
  public void check(String prompt) {
    TokenRows.check(tokenizer, limit, prompt);
  }

  @Override
  public void close() {
    tokenizer.close();
    encoder.close();
  }
}
