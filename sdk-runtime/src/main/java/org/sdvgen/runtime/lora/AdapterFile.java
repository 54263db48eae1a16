package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.SafetensorsFile;

/**
 * Adapter files. They are written in diffusers' format: a safetensors file with {@code
 * transformer.<module path>.lora_A.weight} and {@code .lora_B.weight}, and rank and alpha in its
 * metadata. {@link AdapterSpelling} lists the other spellings that are read, {@link AdapterWriter}
 * writes other formats.
 */
public final class AdapterFile {
  private AdapterFile() {}

  /**
   * Writes an adapter in fp32 in diffusers' format, atomically.
   *
   * @param file the file to create or replace
   * @param config rank, alpha, dropout and targets
   * @param tensors fp32 tensors by name in the network
   * @param settings settings of the backbone without which the adapter is not read as it was meant
   * @param metadata further free text entries of the header
   * @throws InputException if the file cannot be written
   */
  public static void write(
      Path file,
      LoraSettings config,
      Map<String, NDArray> tensors,
      Map<String, String> settings,
      Map<String, String> metadata) {
    new AdapterWriter(AdapterFormat.DIFFUSERS, Precision.FP32)
        .write(file, config, tensors, settings, metadata);
  }

  /**
   * Reads an adapter against a network whose modules every program calls by the same names.
   *
   * @param results manager that owns the tensors and whose device they go to
   * @param path the file
   * @param base shapes of the network's tensors by name
   * @param fallback values for a file that does not have them
   * @return the adapter
   * @throws InputException if a key matches no module, A or B is missing or of another shape, a
   *     value is not finite, or the file uses a variant of LoRA; the message names key and file
   */
  public static LoadedAdapter read(
      NDManager results, Path path, Map<String, Shape> base, AdapterFallback fallback) {
    return read(results, path, base, List.of(UnaryOperator.identity()), fallback);
  }

  /**
   * Reads an adapter as the other method does, where programs have names of their own for modules.
   *
   * @param results manager that owns the tensors and whose device they go to
   * @param path the file
   * @param base shapes of the network's tensors by name
   * @param names turn a module's path in the network into a program's name of it, at least one
   * @param fallback values for a file that does not have them
   * @return the adapter
   */
  public static LoadedAdapter read(
      NDManager results,
      Path path,
      Map<String, Shape> base,
      List<UnaryOperator<String>> names,
      AdapterFallback fallback) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return new AdapterReader(file, base, names).read(results, fallback);
    }
  }
}
