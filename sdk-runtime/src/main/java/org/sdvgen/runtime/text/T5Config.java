package org.sdvgen.runtime.text;

import java.nio.file.Path;
import java.util.Locale;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * {@code text_encoder/config.json} (transformers {@code T5EncoderModel} or {@code
 * UMT5EncoderModel}).
 *
 * @param family the kind of encoder
 * @param vocabSize rows of the embedding table
 * @param modelWidth width D of the embeddings ({@code d_model})
 * @param headWidth width of an attention head ({@code d_kv})
 * @param feedForwardWidth inner width of the feed-forward layers ({@code d_ff})
 * @param numLayers blocks
 * @param numHeads attention heads
 * @param relativeAttentionNumBuckets buckets of the relative-position bias
 * @param relativeAttentionMaxDistance distance from which on all positions share a bucket
 * @param layerNormEpsilon epsilon of the norms
 */
public record T5Config(
    T5Family family,
    int vocabSize,
    int modelWidth,
    int headWidth,
    int feedForwardWidth,
    int numLayers,
    int numHeads,
    int relativeAttentionNumBuckets,
    int relativeAttentionMaxDistance,
    double layerNormEpsilon) {

  /**
   * Reads the configuration.
   *
   * @param file {@code config.json}
   * @param family the kind that it must be of
   * @return the configuration
   * @throws InputException if a key is missing or asks for something that is not supported
   */
  public static T5Config read(Path file, T5Family family) {
    ConfigFile config = ConfigFile.read(file);
    config.require("model_type", family.modelType());
    config.require("feed_forward_proj", "gated-gelu");
    return new T5Config(
        family,
        config.positive("vocab_size"),
        config.positive("d_model"),
        config.few("d_kv"),
        config.positive("d_ff"),
        config.few("num_layers"),
        config.few("num_heads"),
        config.few("relative_attention_num_buckets"),
        config.positive("relative_attention_max_distance"),
        config.number("layer_norm_epsilon"));
  }

  /**
   * Checks that the embedding table has a row for every token.
   *
   * @param tokens one more than the largest id
   * @param tokenizer the tokenizer's folder, for the message
   * @throws InputException if there are more tokens than rows
   */
  public void requireRows(int tokens, Path tokenizer) {
    if (tokens > vocabSize) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              ("%s: the tokenizer has %d tokens, <cls> included, but the text encoder's table"
                  + " only %d rows; use the tokenizer of the same checkpoint"),
              tokenizer,
              tokens,
              vocabSize));
    }
  }
}
