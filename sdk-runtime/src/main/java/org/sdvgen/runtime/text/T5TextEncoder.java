package org.sdvgen.runtime.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.backbone.TextEncoder;

/** Prompts to T5 embeddings of a fixed length, to which shorter prompts are padded. */
public final class T5TextEncoder implements TextEncoder, AutoCloseable {
  /** Name of the embeddings in a bundle. */
  public static final String EMBEDDINGS = "prompt_embeds";

  private final PromptReader prompts;
  private final T5Encoder encoder;
  private final Padding padding;

  /** How the rows past a prompt's end are treated. */
  public enum Padding {
    /** There is no mask: padding is encoded and attended to like every other token. */
    ATTENDED,
    /**
     * Tokens attend to the prompt alone, and rows past its end are zero. A transformer that attends
     * to these zeros depends on their number.
     */
    MASKED
  }

  /**
   * A text encoder, which owns its parts.
   *
   * @param prompts reads prompts
   * @param encoder embeds tokens
   * @param padding how the rows past a prompt's end are treated
   */
  public T5TextEncoder(PromptReader prompts, T5Encoder encoder, Padding padding) {
    this.prompts = prompts;
    this.encoder = encoder;
    this.padding = padding;
  }

  @Override
  public TextBundle encode(NDManager manager, List<String> texts) {
    return new TextBundle(Map.of(EMBEDDINGS, embeddings(manager, prompts.read(texts))));
  }

  @Override
  public void check(String prompt) {
    prompts.check(prompt);
  }

  /**
   * Embeds tokens.
   *
   * @param manager owns the result
   * @param rows B rows of L token ids
   * @return embeddings (B, L, D), fp32
   */
  public NDArray embeddings(NDManager manager, TokenRows rows) {
    return padding == Padding.ATTENDED
        ? encoder.encode(manager, TokenRows.withoutPadding(rows.ids()))
        : padded(manager, rows);
  }

  private NDArray padded(NDManager manager, TokenRows rows) {
    // Columns that are padding in all rows change nothing and cost the most.
    try (NDArray computed = encoder.encode(manager, rows.trimmed())) {
      Shape shape = new Shape(computed.getShape().get(0), rows.width(), computed.getShape().get(2));
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
    prompts.close();
    encoder.close();
  }
}
