package org.sdvgen.wan22.transformer;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.runtime.backbone.CheckpointAdapters;
import org.sdvgen.runtime.denoiser.AdapterSettings;
import org.sdvgen.runtime.denoiser.AdapterTraits;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.NetworkTraits;
import org.sdvgen.runtime.denoiser.TrainableShapes;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.wan22.checkpoint.TransformerConfig;
import org.sdvgen.wan22.checkpoint.TransformerTensors;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;

/** Loads the transformer as a denoiser, which predicts the velocity from data to noise. */
public final class Wan22Denoiser {
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

  /** Parts that diffusers keeps in fp32 whatever the model's precision. */
  private static final Set<String> FP32_PARTS =
      Set.of("time_embedder", "scale_shift_table", "norm1", "norm2", "norm3");

  private Wan22Denoiser() {}

  /**
   * Loads the transformer.
   *
   * @param parent parent of the manager that owns the weights; its device computes
   * @param checkpoint where the weights are
   * @param settings how it is computed
   * @return the denoiser; the caller closes it
   */
  public static NetworkDenoiser load(
      NDManager parent, Wan22Checkpoint checkpoint, TransformerSettings settings) {
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
      Wan22Checkpoint checkpoint, TransformerSettings settings) {
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
    return new NetworkTraits(
        name -> precision(name, settings.precision()), ParameterGroups::of, adapters(settings));
  }

  private static AdapterTraits adapters(TransformerSettings settings) {
    Map<String, String> recorded = new LinkedHashMap<>(settings.adapterSettings());
    recorded.put(ReferencePosition.KEY, settings.referencePosition().word());
    return new AdapterTraits(
        DEFAULT_TARGETS,
        OriginalNames.NAMES,
        List.of(
            AdapterFormat.DIFFUSERS,
            AdapterFormat.DIFFUSERS_OLD,
            OriginalNames.COMFYUI,
            OriginalNames.DIFFSYNTH,
            OriginalNames.KOHYA,
            OriginalNames.VIDEOX_FUN),
        settings.comfyuiAdapter() ? List.of(OriginalNames.COMFYUI) : List.of(),
        new AdapterSettings(recorded, List.of()),
        AdapterTraits.Reach.ALL);
  }

  private static Precision precision(String name, Precision network) {
    boolean wide = Arrays.stream(name.split("\\.")).anyMatch(FP32_PARTS::contains);
    return wide ? Precision.FP32 : network;
  }
}
