package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.checkpoint.TransformerTensors;
import org.sdvgen.cogvideox.transformer.CogVideoXAdapters;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.cogvideox.transformer.Transformer;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.denoiser.BaseStorage;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.Recomputation;
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.lora.LoadedAdapter;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenFolder;

/** Loads the golden model's transformer and its adapter. */
final class GoldenDenoiser {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);

  private GoldenDenoiser() {}

  static NetworkDenoiser load(
      GoldenFolder golden, NDManager manager, Precision precision, VideoStart start) {
    return load(golden, manager, precision, start, GradientCheckpointing.FULL);
  }

  static NetworkDenoiser load(
      GoldenFolder golden,
      NDManager manager,
      Precision precision,
      VideoStart start,
      GradientCheckpointing checkpointing) {
    CogVideoXCheckpoint model = CogVideoXGolden.model(golden);
    NetworkDefinition transformer =
        Transformer.definition(
            model.transformerConfig(),
            CogVideoXAdapters.traits(NormLora.REFERENCE, Map.of()),
            RotaryFormula.DIFFUSERS,
            start);
    return NetworkDenoiser.load(
        manager,
        model.folder().transformer(),
        transformer,
        new BaseStorage(precision),
        new Recomputation(checkpointing, Assertions::fail));
  }

  /** Loads the adapter as one that was trained with a given {@code norm_lora}. */
  static Adapter adapter(NetworkDenoiser denoiser, GoldenFolder golden, String normLora) {
    try {
      Path folder = Files.createTempDirectory("adapter");
      Path file = adapterWith(golden, normLora, folder);
      Adapter adapter = denoiser.parameters().loadAdapter(file, SILENT);
      Files.delete(file);
      Files.delete(folder);
      return adapter;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The adapter of diffusers has none of this project's metadata: writes a copy that has. */
  static Path adapterWith(GoldenFolder golden, String normLora, Path folder) {
    try (NDManager scratch = Devices.newManager(Devices.cpu())) {
      LoadedAdapter adapter = readAdapter(golden, scratch);
      Path file = folder.resolve("norm-lora-" + normLora + ".safetensors");
      AdapterFile.write(
          file, adapter.config(), adapter.tensors(), Map.of("norm_lora", normLora), Map.of());
      return file;
    }
  }

  /** Rank and alpha of the golden adapter. */
  static LoraSettings adapterConfig(GoldenFolder golden) {
    try (NDManager scratch = Devices.newManager(Devices.cpu())) {
      return readAdapter(golden, scratch).config();
    }
  }

  private static LoadedAdapter readAdapter(GoldenFolder golden, NDManager scratch) {
    Map<String, Shape> base =
        TransformerTensors.of(CogVideoXGolden.model(golden).transformerConfig()).shapes();
    return AdapterFile.read(scratch, golden.adapter(), base, SILENT);
  }
}
