package org.sdvgen.cogvideox.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.api.error.InputException;

/** Prompts to T5 embeddings of a fixed length, to which shorter prompts are padded. */
public final class CogVideoXTextEncoder implements TextEncoder, AutoCloseable {
  /** Name of the embeddings in a bundle. */
  public static final String EMBEDDINGS = "prompt_embeds";

  private final T5Tokenizer tokenizer;
  private final T5Encoder encoder;
  private final int maxTokens;
  private final LongPrompts longPrompts;

  /**
   * A text encoder, which owns its parts.
   *
   * @param tokenizer splits prompts
   * @param encoder embeds tokens
   * @param maxTokens tokens per prompt, the end token included
   * @param longPrompts what becomes of prompts with more tokens
   */
  public CogVideoXTextEncoder(
      T5Tokenizer tokenizer, T5Encoder encoder, int maxTokens, LongPrompts longPrompts) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.maxTokens = maxTokens;
    this.longPrompts = longPrompts;
  }

  @Override
  public TextBundle encode(NDManager manager, List<String> prompts) {
    int[][] ids = prompts.stream().map(this::tokens).toArray(int[][]::new);
    NDArray embeddings = encoder.encode(manager, ids);
    return new TextBundle(Map.of(EMBEDDINGS, embeddings));
  }

  private int[] tokens(String prompt) {
    int[] ids = tokenizer.encode(prompt);
    if (ids.length > maxTokens && longPrompts == LongPrompts.REFUSE) {
      throw new InputException(
          "the prompt \"%s\" has %d tokens, but the model takes at most %d: shorten it or set"
                  .formatted(prompt, ids.length, maxTokens)
              + " long_prompts=truncate");
    }
    return tokenizer.fit(ids, maxTokens);
  }

  @Override
  public void close() {
    tokenizer.close();
    encoder.close();
  }
}
