package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.checkpoint.TransformerTensors;
import org.sdvgen.runtime.backbone.CheckpointAdapters;
import org.sdvgen.runtime.denoiser.AdapterSettings;
import org.sdvgen.runtime.denoiser.AdapterSettings.Carried;
import org.sdvgen.runtime.denoiser.AdapterTraits;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.NetworkTraits;
import org.sdvgen.runtime.denoiser.TrainableShapes;
import org.sdvgen.runtime.lora.LoraModule;

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

  /**
   * Opens the tools for the transformer's adapters.
   *
   * @param checkpoint where the weights are
   * @param settings how it is computed
   */
  public static CheckpointAdapters adapters(
      CogVideoXCheckpoint checkpoint, TransformerSettings settings) {
    return new CheckpointAdapters(
        checkpoint.folder(),
        TransformerTensors.of(checkpoint.transformerConfig()),
        adapters(settings));
  }

  /**
   * Lists what a selection would train.
   *
   * @param config the transformer's configuration
   * @param selection an adapter or base parameters
   * @return shapes by name
   */
  public static Map<String, Shape> trainable(TransformerConfig config, Selection selection) {
    return TrainableShapes.of(TransformerTensors.of(config).required(), DEFAULT_TARGETS, selection);
  }

  private static NetworkTraits traits(TransformerSettings settings) {
    return new NetworkTraits(name -> settings.precision(), ParameterGroups::of, adapters(settings));
  }

  private static AdapterTraits adapters(TransformerSettings settings) {
    return new AdapterTraits(
        DEFAULT_TARGETS,
        AdapterFormats.NAMES,
        AdapterFormats.WRITTEN,
        List.of(),
        new AdapterSettings(settings.adapterSettings(), List.of(normLora(settings.normLora()))),
        CogVideoXDenoiser::referenceNorms);
  }

  private static boolean isNorm(String path) {
    return path.matches(".*\\.norm[12]\\.linear");
  }

  private static Optional<AdapterTraits.Partial> referenceNorms(
      List<LoraModule> modules, Map<String, String> settings) {
    boolean referenceOnly = NormLora.REFERENCE.word().equals(settings.get(NormLora.KEY));
    List<String> norms =
        modules.stream()
            .map(LoraModule::path)
            .filter(path -> referenceOnly && isNorm(path))
            .toList();
    return norms.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AdapterTraits.Partial(
                norms,
                "norm_lora = reference, for the reference's tokens alone",
                "train with norm_lora = all, or without these targets"));
  }

  /** A file without settings is read as the paper's published code reads its own. */
  private static Carried normLora(NormLora configured) {
    return new Carried(
        NormLora.KEY,
        configured.word(),
        Arrays.stream(NormLora.values()).map(NormLora::word).toList(),
        NormLora.ALL.word(),
        "does not say which streams its norm layers act on: taken as norm_lora = all, as the"
            + " paper's published weights are",
        CogVideoXDenoiser::isNorm);
  }
}
