package org.sdvgen.wan22.checkpoint;

import org.sdvgen.runtime.weights.TensorTable;

/** The tensors of the transformer, named as diffusers names them, in the network's order. */
public final class TransformerTensors {
  /** Shift, scale and gate of the self-attention and of the feed-forward layers. */
  private static final long BLOCK_MODULATIONS = 6;

  /** Shift and scale of the head. */
  private static final long HEAD_MODULATIONS = 2;

  private TransformerTensors() {}

  /**
   * Lists names and shapes.
   *
   * @param config the network's sizes
   * @return the table
   */
  public static TensorTable of(TransformerConfig config) {
    long width = config.width();
    long patch = config.patchSize();
    TensorTable.Builder table = TensorTable.builder();
    table.add("scale_shift_table", 1, HEAD_MODULATIONS, width);
    table.addWithBias("patch_embedding", width, config.inChannels(), 1, patch, patch);
    String condition = "condition_embedder.";
    table.addWithBias(condition + "time_embedder.linear_1", width, config.freqDim());
    table.addWithBias(condition + "time_embedder.linear_2", width, width);
    table.addWithBias(condition + "time_proj", BLOCK_MODULATIONS * width, width);
    table.addWithBias(condition + "text_embedder.linear_1", width, config.textDim());
    table.addWithBias(condition + "text_embedder.linear_2", width, width);
    for (int i = 0; i < config.numLayers(); i++) {
      addBlock(table, "blocks." + i, config);
    }
    table.addWithBias("proj_out", patch * patch * config.outChannels(), width);
    return table.build();
  }

  private static void addBlock(TensorTable.Builder table, String path, TransformerConfig config) {
    long width = config.width();
    table.add(path + ".scale_shift_table", 1, BLOCK_MODULATIONS, width);
    addAttention(table, path + ".attn1", width);
    addAttention(table, path + ".attn2", width);
    if (config.crossAttnNorm()) {
      table.addWithBias(path + ".norm2", width);
    }
    table.addWithBias(path + ".ffn.net.0.proj", config.ffnDim(), width);
    table.addWithBias(path + ".ffn.net.2", width, config.ffnDim());
  }

  private static void addAttention(TensorTable.Builder table, String path, long width) {
    for (String projection : new String[] {".to_q", ".to_k", ".to_v", ".to_out.0"}) {
      table.addWithBias(path + projection, width, width);
    }
    table.add(path + ".norm_q.weight", width);
    table.add(path + ".norm_k.weight", width);
  }
}
