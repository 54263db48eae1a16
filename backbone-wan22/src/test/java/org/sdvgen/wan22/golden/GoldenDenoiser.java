package org.sdvgen.wan22.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Assertions;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.runtime.denoiser.BaseStorage;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.Recomputation;
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.wan22.checkpoint.TransformerTensors;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.transformer.ReferencePosition;
import org.sdvgen.wan22.transformer.Transformer;
import org.sdvgen.wan22.transformer.WanAdapters;

/** Loads the golden model's transformer and lines up its inputs. */
final class GoldenDenoiser {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);

  private GoldenDenoiser() {}

  static NetworkDenoiser load(GoldenFolder golden, NDManager manager, Precision precision) {
    return load(
        golden, manager, precision, ReferencePosition.CONTINUOUS, GradientCheckpointing.FULL);
  }

  static NetworkDenoiser load(
      GoldenFolder golden,
      NDManager manager,
      Precision precision,
      ReferencePosition position,
      GradientCheckpointing checkpointing) {
    Wan22Checkpoint model = WanGolden.model(golden);
    NetworkDefinition transformer =
        Transformer.definition(
            model.transformerConfig(), WanAdapters.traits(position, false), position);
    return NetworkDenoiser.load(
        manager,
        model.folder().transformer(),
        transformer,
        new BaseStorage(precision),
        new Recomputation(checkpointing, Assertions::fail));
  }

  /** The input of a case without references. */
  static DenoiserInput input(GoldenTensors tensors, String path) {
    return input(
        tensors.get(path + "hidden_states"),
        tensors.timesteps(path + "timestep"),
        tensors.get(path + "encoder_hidden_states"),
        List.of());
  }

  static DenoiserInput input(
      NDArray latents, NDArray timesteps, NDArray text, List<Reference> references) {
    TextBundle bundle = new TextBundle(Map.of(T5TextEncoder.EMBEDDINGS, text));
    return new DenoiserInput(latents, timesteps, bundle, references, OptionalDouble.empty());
  }

  /** What the file of the golden adapter says of it. */
  static LoraSettings adapterConfig(GoldenFolder golden) {
    Map<String, Shape> base =
        TransformerTensors.of(WanGolden.model(golden).transformerConfig()).shapes();
    try (NDManager scratch = Devices.newManager(Devices.cpu())) {
      return AdapterFile.read(scratch, golden.adapter(), base, SILENT).config();
    }
  }
}
