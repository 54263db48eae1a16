package org.sdvgen.cogvideox.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.lora.AdapterFormat.Alpha;
import org.sdvgen.runtime.lora.AdapterKeys;
import org.sdvgen.runtime.lora.AdapterReach;
import org.sdvgen.runtime.lora.AdapterSpelling;
import org.sdvgen.runtime.lora.AdapterTraits;
import org.sdvgen.runtime.lora.CarriedSetting;
import org.sdvgen.runtime.lora.LoraModule;
import org.sdvgen.runtime.lora.ModuleNames;

/** How CogVideoX is adapted, and the adapter files that other programs read. */
public final class CogVideoXAdapters {
  /** The modules that the paper adapts: every linear layer of the blocks and both embeddings. */
  private static final List<String> DEFAULT_TARGETS =
      List.of(
          "to_q",
          "to_k",
          "to_v",
          "to_out.0",
          "proj",
          "text_proj",
          "norm1.linear",
          "norm2.linear",
          "ff.net.2");

  private static final ModuleNames COMFYUI_NAMES =
      ModuleNames.replacing(
          "transformer_blocks.", "blocks.",
          ".attn1.to_q", ".q",
          ".attn1.to_k", ".k",
          ".attn1.to_v", ".v",
          ".attn1.to_out.0", ".attn_out",
          ".ff.net.0.proj", ".ff_proj",
          ".ff.net.2", ".ff_out",
          "time_embedding.linear_", "time_embedding_linear_");

  /** The names that programs give the modules. */
  private static final List<UnaryOperator<String>> NAMES =
      List.of(UnaryOperator.identity(), COMFYUI_NAMES);

  /** ComfyUI takes every module. */
  private static final AdapterFormat COMFYUI =
      AdapterFormat.of(
          AdapterKeys.withAAndB(AdapterSpelling.COMFYUI, COMFYUI_NAMES),
          Alpha.FOLDED,
          AdapterFormat.ALL);

  /** All that are written. VideoX-Fun reads both of the last, but no convolution's. */
  private static final List<AdapterFormat> WRITTEN =
      List.of(
          AdapterFormat.DIFFUSERS,
          AdapterFormat.DIFFUSERS_OLD,
          COMFYUI,
          downAndUp(AdapterSpelling.KOHYA),
          downAndUp(AdapterSpelling.VIDEOX_FUN));

  private CogVideoXAdapters() {}

  /**
   * How the transformer is adapted.
   *
   * @param normLora which streams the norms' adapter acts on, unless a loaded adapter says
   *     otherwise
   * @param recorded further settings that an adapter's file records and that must match
   * @return the traits
   */
  public static AdapterTraits traits(NormLora normLora, Map<String, String> recorded) {
    return new AdapterTraits(
        DEFAULT_TARGETS,
        NAMES,
        WRITTEN,
        List.of(),
        recorded,
        List.of(carried(normLora)),
        CogVideoXAdapters::referenceNorms);
  }

  private static AdapterFormat downAndUp(AdapterSpelling spelling) {
    return AdapterFormat.of(
        AdapterKeys.withDownAndUp(spelling, UnaryOperator.identity()),
        Alpha.TENSORS,
        AdapterFormat.LINEAR);
  }

  private static boolean isNorm(String path) {
    return path.matches(".*\\.norm[12]\\.linear");
  }

  /** Whether the adapter of a module acts on the reference's tokens alone. */
  private static boolean isPartial(String reach, String path) {
    return NormLora.REFERENCE_ONLY.word().equals(reach)
        || (NormLora.REFERENCE.word().equals(reach) && isNorm(path));
  }

  private static Optional<AdapterReach.Partial> referenceNorms(
      List<LoraModule> modules, Map<String, String> settings) {
    String reach = settings.getOrDefault(NormLora.KEY, NormLora.ALL.word());
    List<String> partial =
        modules.stream().map(LoraModule::path).filter(path -> isPartial(reach, path)).toList();
    boolean norms = NormLora.REFERENCE.word().equals(reach);
    return partial.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AdapterReach.Partial(
                partial,
                "norm_lora = " + reach + ", for the reference's tokens alone",
                "train with norm_lora = all" + (norms ? ", or without these targets" : "")));
  }

  /** A file without settings is read as the paper's published code reads its own. */
  private static CarriedSetting carried(NormLora configured) {
    return new CarriedSetting(
        NormLora.KEY,
        configured.word(),
        Arrays.stream(NormLora.values()).map(NormLora::word).toList(),
        NormLora.ALL.word(),
        "does not record which streams its norm layers act on: taken as norm_lora = all, as the"
            + " paper's published weights are",
        (reach, path) -> NormLora.REFERENCE_ONLY.word().equals(reach) || isNorm(path));
  }
}
