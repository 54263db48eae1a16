package org.sdvgen.runtime.text;

import org.sdvgen.runtime.weights.TensorTable;

/** The tensors of a T5 encoder, named as transformers names them. */
public final class T5Tensors {
  private T5Tensors() {}

  /**
   * Lists names and shapes.
   *
   * @param config the network's sizes
   * @return the table
   */
  public static TensorTable of(T5Config config) {
    TensorTable.Builder table = TensorTable.builder();
    table.add("shared.weight", config.vocabSize(), config.modelWidth());
    // The same tensor under a second name, which some files hold too.
    table.addOptional("encoder.embed_tokens.weight", config.vocabSize(), config.modelWidth());
    for (int i = 0; i < config.numLayers(); i++) {
      addBlock(table, "encoder.block." + i, config, config.family().hasBias(i));
    }
    table.add("encoder.final_layer_norm.weight", config.modelWidth());
    return table.build();
  }

  private static void addBlock(
      TensorTable.Builder table, String path, T5Config config, boolean hasPositionBias) {
    long width = config.modelWidth();
    long heads = (long) config.numHeads() * config.headWidth();
    long inner = config.feedForwardWidth();
    String attention = path + ".layer.0.SelfAttention";
    table.add(attention + ".q.weight", heads, width);
    table.add(attention + ".k.weight", heads, width);
    table.add(attention + ".v.weight", heads, width);
    table.add(attention + ".o.weight", width, heads);
    if (hasPositionBias) {
      table.add(
          attention + ".relative_attention_bias.weight",
          config.relativeAttentionNumBuckets(),
          config.numHeads());
    }
    table.add(path + ".layer.0.layer_norm.weight", width);
    String feedForward = path + ".layer.1.DenseReluDense";
    table.add(feedForward + ".wi_0.weight", inner, width);
    table.add(feedForward + ".wi_1.weight", inner, width);
    table.add(feedForward + ".wo.weight", width, inner);
    table.add(path + ".layer.1.layer_norm.weight", width);
  }
}
