package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;

/** Makes the rotary table of a whole sequence: of the kept reference tokens, then of the video. */
public final class SequencePositions implements AutoCloseable {
  private final TorchProgram program =
      TorchProgram.onFirstUse(Script.resource(SequencePositions.class, "positions"));
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
   * The shared tensors by which blocks know a sequence's tokens.
   *
   * @param scope owns them
   * @param layout where references and video lie
   * @param group the samples and the reference tokens that they keep
   * @return {@code cos} and {@code sin} (B, 1, N + n, head width); {@code kept}, the kept reference
   *     tokens (B, N); and on the CPU {@code grid}, the video's frames, height and width in tokens
   */
  public Map<String, NDArray> shared(NDManager scope, TokenLayout layout, SampleGroup group) {
    TokenGrid grid = layout.video();
    RotaryTable video = tables.table(scope, grid);
    RotaryTable reference = references(scope, layout);
    NDArray kept = group.keptIndices(scope);
    Map<String, NDArray> shared = new LinkedHashMap<>();
    shared.put("cos", joined(scope, reference.cos(), video.cos(), kept));
    shared.put("sin", joined(scope, reference.sin(), video.sin(), kept));
    shared.put("kept", kept);
    NDManager host = scope.newSubManager(Devices.cpu());
    shared.put("grid", host.create(new long[] {grid.frames(), grid.rows(), grid.columns()}));
    return shared;
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
