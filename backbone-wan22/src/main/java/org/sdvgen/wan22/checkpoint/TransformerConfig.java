package org.sdvgen.wan22.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * {@code transformer/config.json} (diffusers {@code WanTransformer3DModel}).
 *
 * @param numAttentionHeads attention heads
 * @param attentionHeadDim channels per head
 * @param inChannels latent channels in
 * @param outChannels latent channels out
 * @param textDim width of the text embeddings
 * @param freqDim width of the timestep's sinusoid
 * @param ffnDim inner width of the feed-forward layers
 * @param numLayers blocks
 * @param patchSize height and width of a token in latents; a token never spans frames
 * @param crossAttnNorm whether the input of the cross-attention is normalised
 * @param eps epsilon of all norms
 * @param ropeMaxSeqLen positions per axis that rotary tables reach to
 */
public record TransformerConfig(
    int numAttentionHeads,
    int attentionHeadDim,
    int inChannels,
    int outChannels,
    int textDim,
    int freqDim,
    int ffnDim,
    int numLayers,
    int patchSize,
    boolean crossAttnNorm,
    double eps,
    int ropeMaxSeqLen) {

  /**
   * Reads the configuration.
   *
   * @param file {@code config.json}
   * @return the configuration
   * @throws InputException if a key is missing or asks for something that is not supported
   */
  public static TransformerConfig read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    config.require("_class_name", "WanTransformer3DModel");
    config.require("qk_norm", "rms_norm_across_heads");
    config.requireUnset("added_kv_proj_dim");
    config.requireUnset("image_dim");
    config.requireUnset("pos_embed_seq_len");
    for (String even : new String[] {"attention_head_dim", "freq_dim"}) {
      if (config.positive(even) % 2 != 0) {
        throw config.wrong(even, "an even number");
      }
    }
    return new TransformerConfig(
        config.few("num_attention_heads"),
        config.few("attention_head_dim"),
        config.few("in_channels"),
        config.few("out_channels"),
        config.positive("text_dim"),
        config.positive("freq_dim"),
        config.positive("ffn_dim"),
        config.few("num_layers"),
        patchSize(config),
        config.flag("cross_attn_norm", true),
        config.number("eps"),
        config.positive("rope_max_seq_len"));
  }

  private static int patchSize(ConfigFile config) {
    List<Integer> sizes = config.positives("patch_size");
    int size = sizes.get(sizes.size() - 1);
    if (!sizes.equals(List.of(1, size, size))) {
      throw config.wrong("patch_size", "a list [1, p, p]");
    }
    return size;
  }

  /** Returns the width D of the tokens. */
  public int width() {
    return numAttentionHeads * attentionHeadDim;
  }
}
