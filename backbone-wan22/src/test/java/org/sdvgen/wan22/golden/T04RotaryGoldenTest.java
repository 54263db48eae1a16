package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.denoiser.RotaryTable;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.checkpoint.TransformerConfig;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.transformer.RotaryPositions;

/** Case 4, rotary tables of videos without a reference. */
class T04RotaryGoldenTest {
  private static final double TOLERANCE = 2e-6;

  private final GoldenFolder golden = WanGolden.open();

  @Test
  void tablesAgree() {
    TransformerConfig config = Wan22Checkpoint.open(golden.model()).transformerConfig();
    try (GoldenTensors tensors = new GoldenTensors(golden.tensors("transformer.safetensors"));
        RotaryPositions positions = new RotaryPositions(config)) {
      for (String name : tensors.matches("(\\w+)\\.rope_cos")) {
        long[] latents = tensors.get(name + ".hidden_states").getShape().getShape();
        int frames = (int) latents[2];
        int rows = (int) latents[3] / config.patchSize();
        int columns = (int) latents[4] / config.patchSize();
        RotaryTable table =
            positions.table(tensors.manager(), TokenGrid.of(0, frames, rows, columns));
        check(tensors, name + ".rope_cos", table.cos());
        check(tensors, name + ".rope_sin", table.sin());
      }
    }
  }

  /** The same angles wherever a grid begins, row by row. */
  @Test
  void aShiftedGridTakesTheRowsOfALargerOne() {
    TransformerConfig config = Wan22Checkpoint.open(golden.model()).transformerConfig();
    try (GoldenTensors tensors = new GoldenTensors(golden.tensors("transformer.safetensors"));
        RotaryPositions positions = new RotaryPositions(config)) {
      NDArray large = positions.table(tensors.manager(), TokenGrid.of(0, 3, 4, 5)).sin();
      NDArray part = positions.table(tensors.manager(), new TokenGrid(2, 1, 1, 2, 3, 3)).sin();
      for (int column : List.of(0, 1)) {
        float[] expected = large.get(2 * 20 + 3 * 5 + 3 + column).toFloatArray();
        assertArrayEquals(expected, part.get(column).toFloatArray(), 0f);
      }
    }
  }

  private static void check(GoldenTensors tensors, String name, NDArray actual) {
    Parity.relative("transformer", name, tensors.get(name), actual, TOLERANCE);
  }
}
