package org.sdvgen.runtime.quantization;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.StoredType;
import org.sdvgen.runtime.weights.TensorEntry;
import org.sdvgen.runtime.weights.TensorLayout;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.runtime.weights.WeightSource;

/**
 * How the files of a checkpoint hold quantised weights, as the metadata of their headers say: codes
 * under the weight's own name, and what scales them below it.
 *
 * @param format the format of the quantised weights
 * @param sourceFingerprint the digest of the weights that they were made of
 */
public record StoredQuantization(QuantizedFormat format, String sourceFingerprint) {
  private static final String FORMAT = "sdvgen.quantization";
  private static final String VERSION = "sdvgen.quantization_version";
  private static final String SOURCE = "sdvgen.source_fingerprint";

  /** Another number stands for files that this program would read wrongly. */
  private static final String CURRENT = "1";

  /**
   * Reads the metadata.
   *
   * @param source open files
   * @return how they are quantised; empty if they are not
   * @throws InputException if they are quantised in a way that this program does not know
   */
  public static Optional<StoredQuantization> of(WeightSource source) {
    Map<String, String> metadata = source.metadata();
    String word = metadata.get(FORMAT);
    if (word == null) {
      return Optional.empty();
    }
    String version = metadata.getOrDefault(VERSION, "none");
    Optional<QuantizedFormat> format = EnumWord.find(QuantizedFormat.class, word);
    if (!version.equals(CURRENT) || format.isEmpty()) {
      throw new InputException(
          "%s holds weights quantised to %s in version %s of the format, but this program reads %s in version %s: make the folder again with sdvgen quantize"
              .formatted(
                  source.description(),
                  word,
                  version,
                  String.join(
                      ", ", Arrays.stream(QuantizedFormat.values()).map(EnumWord::of).toList()),
                  CURRENT));
    }
    return Optional.of(new StoredQuantization(format.get(), metadata.getOrDefault(SOURCE, "")));
  }

  /** Returns the metadata that say so. */
  public Map<String, String> metadata() {
    return Map.of(FORMAT, EnumWord.of(format), VERSION, CURRENT, SOURCE, sourceFingerprint);
  }

  /**
   * Returns whether a weight is quantised in the files.
   *
   * @param source the files
   * @param name the weight
   */
  public boolean quantizes(WeightSource source, String name) {
    return source.entries().containsKey(name + format.marker());
  }

  /**
   * Checks names, shapes and types of tensors against a network's table.
   *
   * @param table the network's tensors, as they are without quantisation
   * @param source the files
   * @throws InputException if a tensor is missing, superfluous, or of another shape or type
   */
  public void check(TensorTable table, WeightSource source) {
    Map<String, TensorLayout> parts = new LinkedHashMap<>();
    TensorTable.Builder stored = TensorTable.builder();
    Map<String, Shape> required = table.required();
    table
        .shapes()
        .forEach(
            (name, shape) -> {
              if (quantizes(source, name) && shape.dimension() == 2) {
                format.layouts(name, shape, StoredType.BF16).forEach(parts::put);
              } else if (required.containsKey(name)) {
                stored.add(name, shape.getShape());
              } else {
                stored.addOptional(name, shape.getShape());
              }
            });
    parts.forEach((name, layout) -> stored.add(name, layout.shape().getShape()));
    stored.build().check(source.description(), source.shapes());
    parts.forEach(
        (name, layout) -> {
          TensorEntry entry = Objects.requireNonNull(source.entries().get(name), name);
          // Scales are in the precision in which the weights were quantised.
          if (entry.type() != layout.type() && !isScale(entry, layout)) {
            throw new InputException(
                "%s: tensor %s is of type %s, and that of a weight quantised to %s is %s: make the folder again with sdvgen quantize"
                    .formatted(
                        source.description(),
                        name,
                        entry.type(),
                        EnumWord.of(format),
                        layout.type()));
          }
        });
  }

  private static boolean isScale(TensorEntry entry, TensorLayout layout) {
    return layout.type() == StoredType.BF16
        && (entry.type() == StoredType.F32 || entry.type() == StoredType.F16);
  }

  /**
   * The element type of scales that are computed in a precision.
   *
   * @param precision the precision in which weights are quantised
   * @return its type in files
   */
  public static StoredType scaleType(Precision precision) {
    return precision == Precision.FP32 ? StoredType.F32 : StoredType.BF16;
  }
}
