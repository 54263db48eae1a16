package org.sdvgen.runtime.text;

import org.sdvgen.api.backbone.MemoryOutline.Work;
import org.sdvgen.runtime.torch.Precision;

/**
 * The memory and the work of a T5 encoder.
 *
 * @param config its sizes
 * @param precision precision of weights and activations
 */
public record TextMemory(T5Config config, Precision precision) {
  /** Activations of a token that are in memory at most at one time, in the feed-forward layer. */
  private static final int WIDTHS = 4;

  private static final int INNER_WIDTHS = 3;

  /** Biases of the attention: the one in use and the one that its mask is written into. */
  private static final int BIASES = 2;

  /** Returns the bytes of the weights. */
  public long weights() {
    return T5Tensors.of(config).required().values().stream()
        .mapToLong(shape -> shape.size() * precision.bytes())
        .sum();
  }

  /**
   * Encoding of prompts.
   *
   * @param prompts how many go through together
   * @param tokens tokens of each
   * @return activations and operations, at most: padding that all prompts share is left out
   */
  public Work work(int prompts, int tokens) {
    long all = (long) prompts * tokens;
    long elements =
        all * (WIDTHS * config.modelWidth() + INNER_WIDTHS * config.feedForwardWidth())
            + (long) BIASES * prompts * config.numHeads() * tokens * tokens;
    long embeddings = all * config.modelWidth() * Float.BYTES;
    double heads = (double) config.numHeads() * config.headWidth();
    double weights =
        4 * heads * config.modelWidth() + 3.0 * config.modelWidth() * config.feedForwardWidth();
    double operations = config.numLayers() * (2 * weights * all + 4 * heads * tokens * all);
    return new Work(elements * precision.bytes() + embeddings, operations);
  }
}
