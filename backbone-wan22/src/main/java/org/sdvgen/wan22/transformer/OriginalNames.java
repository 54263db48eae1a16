package org.sdvgen.wan22.transformer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.lora.AdapterFormat.Alpha;
import org.sdvgen.runtime.lora.AdapterKeys;
import org.sdvgen.runtime.lora.AdapterSpelling;

/**
 * The names that modules have in the original Wan repository, by which ComfyUI and musubi-tuner
 * spell the keys of adapters.
 */
final class OriginalNames {
  /** What programs call the modules. */
  static final List<UnaryOperator<String>> NAMES =
      List.of(UnaryOperator.identity(), OriginalNames::of);

  private static final AdapterKeys COMFYUI_KEYS =
      AdapterKeys.withAAndB(AdapterSpelling.COMFYUI, OriginalNames::of);

  /**
   * What ComfyUI reads, which takes every module. It would take an alpha, but others that read
   * these names, diffusers among them, take it of some modules only.
   */
  static final AdapterFormat COMFYUI =
      AdapterFormat.of(COMFYUI_KEYS, Alpha.FOLDED, AdapterFormat.ALL);

  /**
   * The same keys for DiffSynth-Studio, VideoX-Fun and diffusers, which fail at those of the patch
   * embedding, a convolution.
   */
  static final AdapterFormat DIFFSYNTH =
      new AdapterFormat("diffsynth", COMFYUI_KEYS, Alpha.FOLDED, AdapterFormat.LINEAR);

  /**
   * What musubi-tuner and those that read its files expect: an alpha for every module. It adapts
   * the blocks alone and leaves others out without a word, or fails at a convolution.
   */
  static final AdapterFormat KOHYA =
      AdapterFormat.of(
          AdapterKeys.withDownAndUp(AdapterSpelling.KOHYA, OriginalNames::of),
          Alpha.TENSORS,
          module -> AdapterFormat.LINEAR.test(module) && module.path().startsWith("blocks."));

  /** What VideoX-Fun writes itself. */
  static final AdapterFormat VIDEOX_FUN =
      AdapterFormat.of(
          AdapterKeys.withDownAndUp(AdapterSpelling.VIDEOX_FUN, OriginalNames::of),
          Alpha.TENSORS,
          AdapterFormat.LINEAR);

  private static final Map<String, String> PARTS = parts();

  private OriginalNames() {}

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("condition_embedder.time_embedder.linear_1", "time_embedding.0");
    parts.put("condition_embedder.time_embedder.linear_2", "time_embedding.2");
    parts.put("condition_embedder.text_embedder.linear_1", "text_embedding.0");
    parts.put("condition_embedder.text_embedder.linear_2", "text_embedding.2");
    parts.put("condition_embedder.time_proj", "time_projection.1");
    parts.put(".attn1.", ".self_attn.");
    parts.put(".attn2.", ".cross_attn.");
    parts.put(".to_q", ".q");
    parts.put(".to_k", ".k");
    parts.put(".to_v", ".v");
    parts.put(".to_out.0", ".o");
    parts.put(".ffn.net.0.proj", ".ffn.0");
    parts.put(".ffn.net.2", ".ffn.2");
    parts.put("proj_out", "head.head");
    return parts;
  }

  /**
   * Translates a module's path.
   *
   * @param path as diffusers spells it, such as {@code blocks.0.attn1.to_q}
   * @return as the original repository does, such as {@code blocks.0.self_attn.q}
   */
  static String of(String path) {
    String original = path;
    for (Map.Entry<String, String> part : PARTS.entrySet()) {
      original = original.replace(part.getKey(), part.getValue());
    }
    return original;
  }
}
