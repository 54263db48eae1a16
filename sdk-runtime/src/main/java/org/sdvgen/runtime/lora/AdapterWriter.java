package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.sdvgen.api.backbone.LoraSettings;
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
   * @param config the largest rank of a module, its alpha, dropout and targets; all modules have
   *     its scale
   * @param tensors fp32 tensors by name in the network, at least one module's
   * @param settings settings of the backbone without which the adapter is not read as it was meant
   * @param metadata further free text entries of the header
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  public void write(
      Path file,
      LoraSettings config,
      Map<String, NDArray> tensors,
      Map<String, String> settings,
      Map<String, String> metadata) {
    NDManager owner = tensors.values().iterator().next().getManager();
    try (NDManager scratch = owner.newSubManager()) {
      Map<String, NDArray> matrices =
          format.alpha() == Alpha.FOLDED_TO_ONE_RANK
              ? filledUp(scratch, tensors, config.rank())
              : tensors;
      Map<String, Integer> ranks = ranks(matrices);
      Map<String, NDArray> spelled = new LinkedHashMap<>();
      matrices.forEach(
          (name, tensor) ->
              spelled.put(format.keys().of(name), stored(scratch, name, tensor, config)));
      if (format.alpha() == Alpha.TENSORS) {
        ranks.forEach(
            (path, rank) ->
                spelled.put(
                    format.keys().keyAlpha(path),
                    scratch.create(new float[] {alpha(config, rank)}, new Shape())));
      }
      Map<String, String> header = new LinkedHashMap<>(metadata);
      ranks.values().removeIf(rank -> rank == config.rank());
      header.putAll(AdapterMetadata.write(said(config), ranks, settings));
      SafetensorsWriter.write(file, spelled, header);
    }
  }

  /** All matrices with one rank; the padding is zero. */
  private static Map<String, NDArray> filledUp(
      NDManager scratch, Map<String, NDArray> tensors, int rank) {
    Map<String, NDArray> filled = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            filled.put(name, filledUp(scratch, tensor, LoraModule.isB(name) ? 1 : 0, rank)));
    return filled;
  }

  private static NDArray filledUp(NDManager scratch, NDArray tensor, int axis, int rank) {
    long[] missing = tensor.getShape().getShape().clone();
    missing[axis] = rank - missing[axis];
    if (missing[axis] == 0) {
      return tensor;
    }
    NDArray filled = tensor.concat(scratch.zeros(new Shape(missing)), axis);
    filled.attach(scratch);
    return filled;
  }

  /** Ranks by the modules' paths. */
  private static Map<String, Integer> ranks(Map<String, NDArray> tensors) {
    Map<String, Integer> ranks = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (LoraModule.isB(name)) {
            ranks.put(LoraModule.pathOf(name), Math.toIntExact(tensor.getShape().get(1)));
          }
        });
    return ranks;
  }

  /** The alpha of a module: all have the adapter's scale. */
  private static float alpha(LoraSettings config, int rank) {
    return (float) (rank == config.rank() ? config.alpha() : config.scale() * rank);
  }

  private NDArray stored(NDManager scratch, String name, NDArray tensor, LoraSettings config) {
    NDArray whole = tensor;
    if (format.alpha().isFolded() && LoraModule.isB(name)) {
      whole = tensor.mul(config.scale());
      whole.attach(scratch);
    }
    return stored(config) == Precision.FP32 ? whole : Tensors.cast(scratch, whole, precision);
  }

  /** Only a power of two can be multiplied into B without rounding a narrow format. */
  private Precision stored(LoraSettings config) {
    boolean exact =
        !format.alpha().isFolded()
            || config.scale() == Math.scalb(1.0, Math.getExponent(config.scale()));
    return exact ? precision : Precision.FP32;
  }

  /**
   * The metadata of the header. Beside an alpha that is already in the tensors it says none other
   * than the rank: a reader that heeds both would scale twice.
   */
  private LoraSettings said(LoraSettings config) {
    return format.alpha() == Alpha.METADATA
        ? config
        : new LoraSettings(config.rank(), config.rank(), config.dropout(), config.targets());
  }
}
