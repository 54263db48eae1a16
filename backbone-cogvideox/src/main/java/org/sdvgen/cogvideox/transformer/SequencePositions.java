package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.transformer.RotaryPositions.Grid;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.TorchProgram;

/** Puts references and video into the space-time grid and makes their joint rotary table. */
final class SequencePositions implements AutoCloseable {
  private final TransformerConfig config;
  private final VideoStart startAlone;
  private final TorchProgram program;
  private final RotaryPositions positions;

  /**
   * Positions of one network.
   *
   * @param config its native grid
   * @param settings formula, and where a video without reference begins
   * @param program {@code transformer.py}
   */
  SequencePositions(TransformerConfig config, TransformerSettings settings, TorchProgram program) {
    this.config = config;
    startAlone = settings.videoStart();
    this.program = program;
    positions = new RotaryPositions(config, settings.rotary());
  }

  /**
   * The table of all tokens after the text.
   *
   * @param scope owns the table
   * @param input where references lie, and the video's size
   * @param kept the kept reference tokens of every sample, (B, N)
   * @return cosines and sines, (B, 1, N + n, head width)
   */
  RotaryTable table(NDManager scope, DenoiserInput input, NDArray kept) {
    Shape latents = input.latents().getShape();
    int frames = Math.toIntExact(latents.get(2));
    int rows = Math.toIntExact(latents.get(3)) / config.patchSize();
    int columns = Math.toIntExact(latents.get(4)) / config.patchSize();
    RotaryTable video = positions.table(scope, Grid.of(videoStart(input), frames, rows, columns));
    RotaryTable reference = references(scope, input, rows, columns);
    return new RotaryTable(
        joined(scope, reference.cos(), video.cos(), kept),
        joined(scope, reference.sin(), video.sin(), kept));
  }

  private NDArray joined(NDManager scope, NDArray reference, NDArray video, NDArray kept) {
    Arguments arguments = Arguments.of(reference).tensor(video).tensor(kept);
    return program.callOne(scope, "sequence_table", arguments);
  }

  /** The rows of all references behind each other; a single unused row if there are none. */
  private RotaryTable references(NDManager scope, DenoiserInput input, int rows, int columns) {
    NDList cos = new NDList();
    NDList sin = new NDList();
    for (GridPosition at : places(input)) {
      Grid grid = new Grid(at.frame(), 1, rows, columns, at.row(), at.column());
      RotaryTable table = positions.table(scope, grid);
      cos.add(table.cos());
      sin.add(table.sin());
    }
    return cos.isEmpty()
        ? positions.table(scope, Grid.of(0, 1, 1, 1))
        : new RotaryTable(NDArrays.concat(cos), NDArrays.concat(sin));
  }

  private static List<GridPosition> places(DenoiserInput input) {
    List<GridPosition> places = new ArrayList<>();
    for (Reference reference : input.references()) {
      places.add(reference.position().orElse(GridPosition.CONTINUOUS));
    }
    return places;
  }

  /** All references must agree where the video begins. */
  private int videoStart(DenoiserInput input) {
    List<Integer> starts = places(input).stream().map(GridPosition::videoFrame).distinct().toList();
    if (starts.size() > 1) {
      throw new IllegalArgumentException("references put the video's start at frames " + starts);
    }
    if (starts.isEmpty()) {
      return startAlone == VideoStart.ZERO ? 0 : GridPosition.CONTINUOUS.videoFrame();
    }
    return starts.get(0);
  }

  @Override
  public void close() {
    positions.close();
  }
}
