package org.sdvgen.cogvideox.checkpoint;

import java.nio.file.Path;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * {@code transformer/config.json} (diffusers {@code CogVideoXTransformer3DModel}).
 *
 * @param numAttentionHeads attention heads
 * @param attentionHeadDim channels per head
 * @param inChannels latent channels in
 * @param outChannels latent channels out
 * @param numLayers blocks
 * @param timeEmbedDim width of the timestep embedding
 * @param textEmbedDim width of the text embeddings
 * @param patchSize height and width of a token in latents
 * @param maxTextSeqLength text tokens
 * @param sampleHeight latent rows that rotary positions are scaled to
 * @param sampleWidth latent columns that rotary positions are scaled to
 * @param sampleFrames native number of frames in pixels
 * @param temporalCompressionRatio frames per latent frame
 * @param normEps epsilon of the layer norms
 * @param affineNorms whether the layer norms have weight and bias
 * @param attentionBias whether the projections to query, key and value have a bias
 * @param flipSinToCos whether the timestep embedding has its cosines first
 * @param freqShift shift of the timestep embedding's frequencies
 */
public record TransformerConfig(
    int numAttentionHeads,
    int attentionHeadDim,
    int inChannels,
    int outChannels,
    int numLayers,
    int timeEmbedDim,
    int textEmbedDim,
    int patchSize,
    int maxTextSeqLength,
    int sampleHeight,
    int sampleWidth,
    int sampleFrames,
    int temporalCompressionRatio,
    double normEps,
    boolean affineNorms,
    boolean attentionBias,
    boolean flipSinToCos,
    double freqShift) {

  /**
   * Channels per head come in pairs on three axes: a quarter for time, 3/8 for each of the others.
   */
  private static final int HEAD_DIM_STEP = 16;

  /**
   * Reads the configuration.
   *
   * @param file {@code config.json}
   * @return the configuration
   * @throws InputException if a key is missing or asks for something that is not supported
   */
  public static TransformerConfig read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    config.require("_class_name", "CogVideoXTransformer3DModel");
    config.require("activation_fn", "gelu-approximate");
    config.require("timestep_activation_fn", "silu");
    config.require("use_rotary_positional_embeddings", "true");
    config.requireUnset("use_learned_positional_embeddings");
    config.requireUnset("patch_size_t");
    config.requireUnset("ofs_embed_dim");
    if (!config.flag("patch_bias", true)) {
      throw config.wrong("patch_bias", "true");
    }
    if (config.few("attention_head_dim") % HEAD_DIM_STEP != 0) {
      throw config.wrong("attention_head_dim", "a multiple of " + HEAD_DIM_STEP);
    }
    return new TransformerConfig(
        config.few("num_attention_heads"),
        config.few("attention_head_dim"),
        config.few("in_channels"),
        config.few("out_channels"),
        config.few("num_layers"),
        config.positive("time_embed_dim"),
        config.positive("text_embed_dim"),
        config.few("patch_size"),
        config.positive("max_text_seq_length"),
        config.positive("sample_height"),
        config.positive("sample_width"),
        config.positive("sample_frames"),
        config.few("temporal_compression_ratio"),
        config.number("norm_eps"),
        config.flag("norm_elementwise_affine", true),
        config.flag("attention_bias", true),
        config.flag("flip_sin_to_cos", true),
        config.number("freq_shift"));
  }

  /** Returns the width D of the tokens. */
  public int width() {
    return numAttentionHeads * attentionHeadDim;
  }
}
