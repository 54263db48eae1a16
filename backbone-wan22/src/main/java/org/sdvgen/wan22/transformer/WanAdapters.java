package org.sdvgen.wan22.transformer;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.lora.AdapterFormat.Alpha;
import org.sdvgen.runtime.lora.AdapterKeys;
import org.sdvgen.runtime.lora.AdapterReach;
import org.sdvgen.runtime.lora.AdapterSpelling;
import org.sdvgen.runtime.lora.AdapterTraits;
import org.sdvgen.runtime.lora.ModuleNames;

/** How Wan 2.2 is adapted, and the adapter files that other programs read. */
public final class WanAdapters {
  /** Every linear layer of the blocks and both embeddings, as for CogVideoX. */
  static final List<String> DEFAULT_TARGETS =
      List.of(
          "to_q",
          "to_k",
          "to_v",
          "to_out.0",
          "net.0.proj",
          "net.2",
          "patch_embedding",
          "text_embedder.linear_1",
          "text_embedder.linear_2");

  /**
   * The names that modules have in the original Wan repository, by which ComfyUI and musubi-tuner
   * spell the keys of adapters: {@code blocks.0.attn1.to_q} is {@code blocks.0.self_attn.q}.
   */
  static final ModuleNames ORIGINAL_NAMES =
      ModuleNames.replacing(
          "condition_embedder.time_embedder.linear_1", "time_embedding.0",
          "condition_embedder.time_embedder.linear_2", "time_embedding.2",
          "condition_embedder.text_embedder.linear_1", "text_embedding.0",
          "condition_embedder.text_embedder.linear_2", "text_embedding.2",
          "condition_embedder.time_proj", "time_projection.1",
          ".attn1.", ".self_attn.",
          ".attn2.", ".cross_attn.",
          ".to_q", ".q",
          ".to_k", ".k",
          ".to_v", ".v",
          ".to_out.0", ".o",
          ".ffn.net.0.proj", ".ffn.0",
          ".ffn.net.2", ".ffn.2",
          "proj_out", "head.head");

  private static final AdapterKeys COMFYUI_KEYS =
      AdapterKeys.withAAndB(AdapterSpelling.COMFYUI, ORIGINAL_NAMES);

  /**
   * ComfyUI's format, which takes every module. It would take an alpha, but others that read these
   * names, diffusers among them, take it of some modules only.
   */
  private static final AdapterFormat COMFYUI =
      AdapterFormat.of(COMFYUI_KEYS, Alpha.FOLDED, AdapterFormat.ALL);

  /**
   * The same keys for DiffSynth-Studio, VideoX-Fun and diffusers, which fail at those of the patch
   * embedding, a convolution.
   */
  private static final AdapterFormat DIFFSYNTH =
      new AdapterFormat("diffsynth", COMFYUI_KEYS, Alpha.FOLDED, AdapterFormat.LINEAR);

  /**
   * The format of musubi-tuner and of programs that read its files: an alpha for every module. It
   * adapts the blocks alone and leaves others out without a word, or fails at a convolution.
   */
  private static final AdapterFormat KOHYA =
      AdapterFormat.of(
          AdapterKeys.withDownAndUp(AdapterSpelling.KOHYA, ORIGINAL_NAMES),
          Alpha.TENSORS,
          module -> AdapterFormat.LINEAR.test(module) && module.path().startsWith("blocks."));

  /** The format that VideoX-Fun writes itself. */
  private static final AdapterFormat VIDEOX_FUN =
      AdapterFormat.of(
          AdapterKeys.withDownAndUp(AdapterSpelling.VIDEOX_FUN, ORIGINAL_NAMES),
          Alpha.TENSORS,
          AdapterFormat.LINEAR);

  private WanAdapters() {}

  /**
   * How the transformer is adapted.
   *
   * @param position where a reference lies, which an adapter's file records and must match
   * @param comfyuiAdapter whether adapters are written in ComfyUI's spelling too
   * @return the traits
   */
  public static AdapterTraits traits(ReferencePosition position, boolean comfyuiAdapter) {
    return new AdapterTraits(
        DEFAULT_TARGETS,
        List.of(UnaryOperator.identity(), ORIGINAL_NAMES),
        List.of(
            AdapterFormat.DIFFUSERS,
            AdapterFormat.DIFFUSERS_OLD,
            COMFYUI,
            DIFFSYNTH,
            KOHYA,
            VIDEOX_FUN),
        comfyuiAdapter ? List.of(COMFYUI) : List.of(),
        Map.of(ReferencePosition.KEY, position.word()),
        List.of(),
        AdapterReach.ALL_TOKENS);
  }
}
