package org.sdvgen.cogvideox.transformer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.lora.AdapterFormat.Alpha;
import org.sdvgen.runtime.lora.AdapterKeys;
import org.sdvgen.runtime.lora.AdapterSpelling;

/** What other programs call CogVideoX's modules, and the adapter files that they read. */
final class AdapterFormats {
  private static final Map<String, String> COMFYUI_PARTS = comfyUiParts();

  /** What programs call the modules. */
  static final List<UnaryOperator<String>> NAMES =
      List.of(UnaryOperator.identity(), AdapterFormats::comfyUi);

  /** ComfyUI takes every module. */
  private static final AdapterFormat COMFYUI =
      AdapterFormat.of(
          AdapterKeys.withAAndB(AdapterSpelling.COMFYUI, AdapterFormats::comfyUi),
          Alpha.FOLDED,
          AdapterFormat.ALL);

  /** All that are written. VideoX-Fun reads both of the last, but no convolution's. */
  static final List<AdapterFormat> WRITTEN =
      List.of(
          AdapterFormat.DIFFUSERS,
          AdapterFormat.DIFFUSERS_OLD,
          COMFYUI,
          downAndUp(AdapterSpelling.KOHYA),
          downAndUp(AdapterSpelling.VIDEOX_FUN));

  private AdapterFormats() {}

  private static AdapterFormat downAndUp(AdapterSpelling spelling) {
    return AdapterFormat.of(
        AdapterKeys.withDownAndUp(spelling, UnaryOperator.identity()),
        Alpha.TENSORS,
        AdapterFormat.LINEAR);
  }

  private static Map<String, String> comfyUiParts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("transformer_blocks.", "blocks.");
    parts.put(".attn1.to_q", ".q");
    parts.put(".attn1.to_k", ".k");
    parts.put(".attn1.to_v", ".v");
    parts.put(".attn1.to_out.0", ".attn_out");
    parts.put(".ff.net.0.proj", ".ff_proj");
    parts.put(".ff.net.2", ".ff_out");
    parts.put("time_embedding.linear_", "time_embedding_linear_");
    return parts;
  }

  /**
   * Translates a module's path.
   *
   * @param path as diffusers spells it, such as {@code transformer_blocks.0.attn1.to_q}
   * @return as ComfyUI does, such as {@code blocks.0.q}
   */
  static String comfyUi(String path) {
    String theirs = path;
    for (Map.Entry<String, String> part : COMFYUI_PARTS.entrySet()) {
      theirs = theirs.replace(part.getKey(), part.getValue());
    }
    return theirs;
  }
}
