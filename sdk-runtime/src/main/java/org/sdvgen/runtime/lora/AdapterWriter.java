package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.runtime.lora.AdapterFormat.Alpha;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/** Writes adapter files of one format. */
public final class AdapterWriter {
  private final AdapterFormat format;
  private final Precision precision;

  /**
   * A writer.
   *
   * @param format spells the keys and says the alpha
   * @param precision how the matrices are stored, unless folding the alpha needs fp32
   */
  public AdapterWriter(AdapterFormat format, Precision precision) {
    this.format = format;
    this.precision = precision;
  }

  /**
   * Writes an adapter atomically.
   *
   * @param file the file to create or replace
   * @param config rank, alpha, dropout and targets
   * @param tensors fp32 tensors by name in the network, at least one module's
   * @param settings settings of the backbone without which the adapter is not read as it was meant
   * @param metadata further free text entries of the header
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  public void write(
      Path file,
      LoraConfig config,
      Map<String, NDArray> tensors,
      Map<String, String> settings,
      Map<String, String> metadata) {
    NDManager owner = tensors.values().iterator().next().getManager();
    try (NDManager scratch = owner.newSubManager()) {
      Map<String, NDArray> spelled = new LinkedHashMap<>();
      tensors.forEach(
          (name, tensor) ->
              spelled.put(format.keys().of(name), stored(scratch, name, tensor, config)));
      if (format.alpha() == Alpha.TENSORS) {
        NDArray alpha = scratch.create(new float[] {(float) config.alpha()}, new Shape());
        tensors.keySet().stream()
            .filter(LoraModule::isB)
            .map(name -> format.keys().keyAlpha(LoraModule.pathOf(name)))
            .forEach(key -> spelled.put(key, alpha));
      }
      Map<String, String> header = new LinkedHashMap<>(metadata);
      header.putAll(AdapterMetadata.write(said(config), settings));
      SafetensorsWriter.write(file, spelled, header);
    }
  }

  private NDArray stored(NDManager scratch, String name, NDArray tensor, LoraConfig config) {
    NDArray whole = tensor;
    if (format.alpha() == Alpha.FOLDED && LoraModule.isB(name)) {
      whole = tensor.mul(config.scale());
      whole.attach(scratch);
    }
    return stored(config) == Precision.FP32 ? whole : Tensors.cast(scratch, whole, precision);
  }

  /** Only a power of two can be multiplied into B without rounding a narrow format. */
  private Precision stored(LoraConfig config) {
    boolean exact =
        format.alpha() != Alpha.FOLDED
            || config.scale() == Math.scalb(1.0, Math.getExponent(config.scale()));
    return exact ? precision : Precision.FP32;
  }

  /**
   * What the header says. Beside an alpha that is already in the tensors it says none other than
   * the rank: a reader that heeds both would scale twice.
   */
  private LoraConfig said(LoraConfig config) {
    return format.alpha() == Alpha.METADATA
        ? config
        : new LoraConfig(config.rank(), config.rank(), config.dropout(), config.targets());
  }
}
