package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;

/** Makes the rotary table of a whole sequence: of the kept reference tokens, then of the video. */
public final class SequencePositions implements AutoCloseable {
  private final TorchProgram program =
      TorchProgram.compile(Script.resource(SequencePositions.class, "positions"));
  private final RotaryTables tables;

  /**
   * Positions of one network.
   *
   * @param tables makes its tables; closed with this
   */
  public SequencePositions(RotaryTables tables) {
    this.tables = tables;
  }

  /**
   * The table of references and video.
   *
   * @param scope owns the table
   * @param layout where they lie
   * @param kept the kept reference tokens of every sample, (B, N)
   * @return cosines and sines, (B, 1, N + n, head width)
   */
  public RotaryTable table(NDManager scope, TokenLayout layout, NDArray kept) {
    RotaryTable video = tables.table(scope, layout.video());
    RotaryTable reference = references(scope, layout);
    return new RotaryTable(
        joined(scope, reference.cos(), video.cos(), kept),
        joined(scope, reference.sin(), video.sin(), kept));
  }

  private NDArray joined(NDManager scope, NDArray reference, NDArray video, NDArray kept) {
    Arguments arguments = Arguments.of(reference).tensor(video).tensor(kept);
    return program.callOne(scope, "sequence_table", arguments);
  }

  /** The rows of all references behind each other; a single unused row if there are none. */
  private RotaryTable references(NDManager scope, TokenLayout layout) {
    NDList cos = new NDList();
    NDList sin = new NDList();
    for (TokenGrid grid : layout.references()) {
      RotaryTable table = tables.table(scope, grid);
      cos.add(table.cos());
      sin.add(table.sin());
    }
    return cos.isEmpty()
        ? tables.table(scope, TokenGrid.of(0, 1, 1, 1))
        : new RotaryTable(NDArrays.concat(cos), NDArrays.concat(sin));
  }

  @Override
  public void close() {
    tables.close();
    program.close();
  }
}
