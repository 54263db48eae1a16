package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.checkpoint.TransformerTensors;
import org.sdvgen.runtime.denoiser.AdapterSettings;
import org.sdvgen.runtime.denoiser.AdapterSettings.Carried;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.NetworkTraits;
import org.sdvgen.runtime.lora.AdapterKeys;

/** Loads the transformer as a denoiser, which predicts v. */
public final class CogVideoXDenoiser {
  /** What the paper adapts: every linear layer of the blocks and both embeddings. */
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

  private CogVideoXDenoiser() {}

  /**
   * Loads the transformer.
   *
   * @param parent parent of the manager that owns the weights; its device computes
   * @param checkpoint where the weights are
   * @param settings how it is computed
   * @return the denoiser; the caller closes it
   */
  public static NetworkDenoiser load(
      NDManager parent, CogVideoXCheckpoint checkpoint, TransformerSettings settings) {
    TransformerConfig config = checkpoint.transformerConfig();
    return NetworkDenoiser.load(
        parent,
        checkpoint.folder().transformer(),
        TransformerTensors.of(config),
        traits(settings),
        new Transformer(config, settings),
        settings.gradientCheckpointing());
  }

  private static NetworkTraits traits(TransformerSettings settings) {
    return new NetworkTraits(
        name -> settings.precision(),
        ParameterGroups::of,
        DEFAULT_TARGETS,
        List.of(AdapterKeys.DIFFUSERS),
        List.of(),
        new AdapterSettings(settings.adapterSettings(), List.of(normLora(settings.normLora()))));
  }

  /** A file without settings is read as the paper's published code reads its own. */
  private static Carried normLora(NormLora configured) {
    return new Carried(
        NormLora.KEY,
        configured.word(),
        Arrays.stream(NormLora.values()).map(NormLora::word).toList(),
        NormLora.ALL.word(),
        "does not say which streams its norm layers act on: taken as norm_lora = all, as the"
            + " paper's published weights are");
  }
}
