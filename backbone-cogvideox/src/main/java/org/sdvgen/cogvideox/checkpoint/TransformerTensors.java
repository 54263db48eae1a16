package org.sdvgen.cogvideox.checkpoint;

import org.sdvgen.runtime.weights.TensorTable;

/** The tensors of the transformer, named as diffusers names them, in the network's order. */
public final class TransformerTensors {
  /** Inner width of the feed-forward layers over the width of the tokens. */
  private static final long FEED_FORWARD_RATIO = 4;

  /** Shift, scale and gate for two streams. */
  private static final long MODULATIONS = 6;

  private TransformerTensors() {}

  /**
   * Lists names and shapes.
   *
   * @param config the network's sizes
   * @return the table
   */
  public static TensorTable of(TransformerConfig config) {
    long width = config.width();
    long time = config.timeEmbedDim();
    long patch = config.patchSize();
    TensorTable.Builder table = TensorTable.builder();
    table.addWithBias("patch_embed.proj", width, config.inChannels(), patch, patch);
    table.addWithBias("patch_embed.text_proj", width, config.textEmbedDim());
    table.addWithBias("time_embedding.linear_1", time, width);
    table.addWithBias("time_embedding.linear_2", time, time);
    for (int i = 0; i < config.numLayers(); i++) {
      addBlock(table, "transformer_blocks." + i, config);
    }
    addNorm(table, "norm_final", width, config);
    table.addWithBias("norm_out.linear", 2 * width, time);
    addNorm(table, "norm_out.norm", width, config);
    table.addWithBias("proj_out", patch * patch * config.outChannels(), width);
    return table.build();
  }

  private static void addBlock(TensorTable.Builder table, String path, TransformerConfig config) {
    long width = config.width();
    addModulatedNorm(table, path + ".norm1", config);
    // The norms of query and key always have weight and bias.
    table.addWithBias(path + ".attn1.norm_q", config.attentionHeadDim());
    table.addWithBias(path + ".attn1.norm_k", config.attentionHeadDim());
    for (String projection : new String[] {".attn1.to_q", ".attn1.to_k", ".attn1.to_v"}) {
      if (config.attentionBias()) {
        table.addWithBias(path + projection, width, width);
      } else {
        table.add(path + projection + ".weight", width, width);
      }
    }
    table.addWithBias(path + ".attn1.to_out.0", width, width);
    addModulatedNorm(table, path + ".norm2", config);
    table.addWithBias(path + ".ff.net.0.proj", FEED_FORWARD_RATIO * width, width);
    table.addWithBias(path + ".ff.net.2", width, FEED_FORWARD_RATIO * width);
  }

  private static void addModulatedNorm(
      TensorTable.Builder table, String path, TransformerConfig config) {
    table.addWithBias(path + ".linear", MODULATIONS * config.width(), config.timeEmbedDim());
    addNorm(table, path + ".norm", config.width(), config);
  }

  private static void addNorm(
      TensorTable.Builder table, String path, long width, TransformerConfig config) {
    if (config.affineNorms()) {
      table.addWithBias(path, width);
    }
  }
}
