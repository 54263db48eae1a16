package org.sdvgen.runtime.backbone;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.Arrays;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.checkpoint.CheckpointTables;
import org.sdvgen.runtime.checkpoint.RandomCheckpoint;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.quantization.QuantizedFormat;
import org.sdvgen.runtime.torch.Precision;

/**
 * Writes the weight files of a checkpoint.
 *
 * @param folder the checkpoint
 * @param tables its networks' tensors
 * @param transformer the network that is quantised
 * @param precision the precision in which weights are quantised
 */
record CheckpointWriter(
    CheckpointFolder folder,
    CheckpointTables tables,
    NetworkDefinition transformer,
    Precision precision)
    implements CheckpointTools {
  @Override
  public void writeRandomWeights(long seed, WriteProgress progress) {
    new RandomCheckpoint(folder, seed).writeBf16(tables, progress);
  }

  @Override
  public void quantize(String format, Path target, WriteProgress progress) {
    QuantizedFormat wanted =
        EnumWord.find(QuantizedFormat.class, format)
            .orElseThrow(
                () ->
                    new InputException(
                        "weights cannot be quantised to %s: choose one of %s"
                            .formatted(format, formats())));
    tables.check(folder);
    new QuantizedWeights(folder, transformer, wanted, precision).write(target, progress);
  }

  private static String formats() {
    return Arrays.stream(QuantizedFormat.values()).map(EnumWord::of).collect(joining(", "));
  }
}
