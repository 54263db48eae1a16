package org.sdvgen.wan22.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;
import org.sdvgen.runtime.text.FastTokenizer;
import org.sdvgen.runtime.text.T5Encoder;
import org.sdvgen.runtime.text.TextLimit;
import org.sdvgen.runtime.text.TokenRows;

/**
 * Prompts to umT5 embeddings of a fixed length. Tokens attend to the prompt alone, and rows past
 * its end are zero; the transformer attends to these zeros, so their number matters.
 */
public final class WanTextEncoder implements TextEncoder, AutoCloseable {
  /** Name of the embeddings in a bundle. */
  public static final String EMBEDDINGS = "prompt_embeds";

  private final FastTokenizer tokenizer;
  private final T5Encoder encoder;
  private final TextLimit limit;

  /**
   * A text encoder, which owns its parts.
   *
   * @param tokenizer splits prompts
   * @param encoder embeds tokens
   * @param limit how long prompts are
   */
  public WanTextEncoder(FastTokenizer tokenizer, T5Encoder encoder, TextLimit limit) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.limit = limit;
  }

  @Override
  public TextBundle encode(NDManager manager, List<String> prompts) {
    List<String> clean = prompts.stream().map(PromptCleaner::clean).toList();
    TokenRows rows = TokenRows.of(tokenizer, limit, clean);
    return new TextBundle(Map.of(EMBEDDINGS, embeddings(manager, rows)));
  }

  @Override
  public void check(String prompt) {
    check(tokenizer, limit, prompt);
  }

  /**
   * Makes sure that a prompt is not too long.
   *
   * @param tokenizer splits prompts
   * @param limit how long prompts are
   * @param prompt the prompt, not cleaned yet
   * @throws org.sdvgen.api.error.InputException if it is too long and long ones are refused
   */
  public static void check(FastTokenizer tokenizer, TextLimit limit, String prompt) {
    TokenRows.check(tokenizer, limit, PromptCleaner.clean(prompt));
  }

  /**
   * Embeds tokens.
   *
   * @param manager owns the result
   * @param rows B rows of L token ids
   * @return embeddings (B, L, D), zero past each row's length
   */
  public NDArray embeddings(NDManager manager, TokenRows rows) {
    // Columns that are padding in all rows change nothing and cost the most.
    try (NDArray computed = encoder.encode(manager, rows.trimmed())) {
      Shape shape =
          new Shape(computed.getShape().get(0), limit.maxTokens(), computed.getShape().get(2));
      NDArray padded = manager.zeros(shape, DataType.FLOAT32, computed.getDevice());
      for (int row = 0; row < rows.lengths().length; row++) {
        NDIndex tokens = new NDIndex("{}, :{}", row, rows.lengths()[row]);
        try (NDArray part = computed.get(tokens)) {
          padded.set(tokens, part);
        }
      }
      return padded;
    }
  }

  @Override
  public void close() {
    tokenizer.close();
    encoder.close();
  }
}
