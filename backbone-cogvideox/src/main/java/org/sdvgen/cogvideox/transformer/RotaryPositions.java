package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.stream.IntStream;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.runtime.denoiser.RotaryTable;
import org.sdvgen.runtime.denoiser.RotaryTables;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.torch.TorchProgram;

/** Makes the rotary tables of grids of tokens (diffusers {@code get_3d_rotary_pos_embed}). */
public final class RotaryPositions implements RotaryTables {
  private final TorchProgram program =
      TorchProgram.onFirstUse(Script.resource(RotaryPositions.class, "rotary"));
  private final TransformerConfig config;
  private final RotaryFormula formula;

  /**
   * Positions of one network.
   *
   * @param config its native grid and head width
   * @param formula how positions are spaced
   */
  public RotaryPositions(TransformerConfig config, RotaryFormula formula) {
    this.config = config;
    this.formula = formula;
  }

  @Override
  public RotaryTable table(NDManager results, TokenGrid grid) {
    int nativeRows = config.sampleHeight() / config.patchSize();
    int nativeColumns = config.sampleWidth() / config.patchSize();
    CropRegion crop = CropRegion.of(grid.rows(), grid.columns(), nativeRows, nativeColumns);
    try (NDManager scratch = results.newSubManager(Devices.cpu())) {
      NDArray frames = scratch.create(frames(grid));
      NDArray rows = axis(scratch, crop.top(), crop.bottom(), grid.rows(), grid.rowShift());
      NDArray columns =
          axis(scratch, crop.left(), crop.right(), grid.columns(), grid.columnShift());
      Arguments arguments =
          Arguments.of(frames).tensor(rows).tensor(columns).scalar(config.attentionHeadDim());
      NDList pair = program.call(scratch, "table", arguments);
      return new RotaryTable(
          Tensors.toDevice(results, pair.get(0), results.getDevice()),
          Tensors.toDevice(results, pair.get(1), results.getDevice()));
    }
  }

  private static float[] frames(TokenGrid grid) {
    float[] frames = new float[grid.frames()];
    IntStream.range(0, frames.length).forEach(i -> frames[i] = grid.firstFrame() + i);
    return frames;
  }

  /** Positions of one spatial axis, whose crop from start to stop is cut into count steps. */
  private NDArray axis(NDManager scratch, double start, double stop, int count, int shift) {
    Arguments arguments =
        Arguments.none()
            .scalar(start)
            .scalar(formula.last(start, stop, count))
            .scalar(count)
            .scalar(formula.spacingType())
            .scalar(shift * (stop - start) / count);
    return program.callOne(scratch, "axis", arguments);
  }

  @Override
  public void close() {
    program.close();
  }
}
