package org.sdvgen.wan22.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Locale;
import org.sdvgen.runtime.denoiser.RotaryTable;
import org.sdvgen.runtime.denoiser.RotaryTables;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.wan22.checkpoint.TransformerConfig;

/** Makes the rotary tables of grids of tokens (diffusers {@code WanRotaryPosEmbed}). */
public final class RotaryPositions implements RotaryTables {
  private final TorchProgram program =
      TorchProgram.onFirstUse(Script.resource(RotaryPositions.class, "rotary"));
  private final TransformerConfig config;

  /**
   * Positions of one network.
   *
   * @param config its head width and the positions it knows
   */
  public RotaryPositions(TransformerConfig config) {
    this.config = config;
  }

  @Override
  public RotaryTable table(NDManager results, TokenGrid grid) {
    // Channels come in pairs; what rows and columns leave of a third each is for time.
    int spatial = 2 * (config.attentionHeadDim() / 6);
    int temporal = config.attentionHeadDim() - 2 * spatial;
    try (NDManager scratch = results.newSubManager()) {
      NDArray time = angles(scratch, grid.firstFrame(), grid.frames(), temporal);
      NDArray rows = angles(scratch, grid.rowShift(), grid.rows(), spatial);
      NDArray columns = angles(scratch, grid.columnShift(), grid.columns(), spatial);
      Arguments arguments = Arguments.of(time).tensor(rows).tensor(columns);
      NDList pair = program.call(scratch, "table", arguments);
      pair.attach(results);
      return new RotaryTable(pair.get(0), pair.get(1));
    }
  }

  /** The angles of one axis, (count, dim / 2), in fp64: made on the CPU, where this is exact. */
  private NDArray angles(NDManager scratch, int first, int count, int dim) {
    if (first + count > config.ropeMaxSeqLen()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "positions %d to %d are beyond the network's %d",
              first,
              first + count - 1,
              config.ropeMaxSeqLen()));
    }
    try (NDManager host = scratch.newSubManager(Devices.cpu())) {
      Arguments arguments = Arguments.none().scalar(first).scalar(count).scalar(dim);
      NDArray angles = program.callOne(host, "angles", arguments);
      return Tensors.toDevice(scratch, angles, scratch.getDevice());
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
