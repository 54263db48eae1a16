package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.cogvideox.transformer.CogVideoXDenoiser;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.cogvideox.transformer.TransformerSettings;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.lora.LoadedAdapter;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;

/** Loads the golden model's transformer and its adapter. */
final class GoldenDenoiser {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);

  private GoldenDenoiser() {}

  static CogVideoXDenoiser load(
      GoldenFolder golden, NDManager manager, Precision precision, VideoStart start) {
    return load(golden, manager, precision, start, true);
  }

  static CogVideoXDenoiser load(
      GoldenFolder golden,
      NDManager manager,
      Precision precision,
      VideoStart start,
      boolean checkpointing) {
    TransformerSettings settings =
        new TransformerSettings(
            precision, checkpointing, NormLora.REFERENCE, RotaryFormula.DIFFUSERS, start, Map.of());
    return CogVideoXDenoiser.load(manager, golden.model(), settings);
  }

  /** Loads the adapter as one that was trained with a given {@code norm_lora}. */
  static void adapt(CogVideoXDenoiser denoiser, GoldenFolder golden, String normLora) {
    Path file = withSettings(golden, denoiser, normLora);
    denoiser.parameters().loadAdapter(file, SILENT);
  }

  /** An adapter file that was trained with a given {@code norm_lora}. */
  static Path adapterFile(GoldenFolder golden, String normLora) {
    try (NDManager scratch = Devices.newManager(Devices.cpu());
        CogVideoXDenoiser denoiser =
            load(golden, scratch, Precision.FP32, VideoStart.AFTER_REFERENCE)) {
      return withSettings(golden, denoiser, normLora);
    }
  }

  /** The adapter of diffusers has none of this project's metadata: a copy with it. */
  private static Path withSettings(
      GoldenFolder golden, CogVideoXDenoiser denoiser, String normLora) {
    try (NDManager scratch = Devices.newManager(Devices.cpu())) {
      LoadedAdapter adapter =
          AdapterFile.read(scratch, golden.adapter(), denoiser.parameters().base(), SILENT);
      Path file = Files.createTempFile("adapter", ".safetensors");
      file.toFile().deleteOnExit();
      AdapterFile.write(
          file, adapter.config(), adapter.tensors(), Map.of("norm_lora", normLora), Map.of());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
