package org.sdvgen.cogvideox.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdvgen.cogvideox.TinyModel;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.runtime.torch.Devices;

class RotaryPositionsTest {
  /** A shift by whole tokens is the table of the tokens that lie there. */
  @ParameterizedTest
  @EnumSource(RotaryFormula.class)
  void shiftedGridsMeetTheirNeighbours(RotaryFormula formula) {
    TransformerConfig config = CogVideoXCheckpoint.open(TinyModel.folder()).transformerConfig();
    int rows = config.sampleHeight() / config.patchSize();
    int columns = config.sampleWidth() / config.patchSize();
    try (NDManager manager = Devices.newManager(Devices.cpu());
        RotaryPositions positions = new RotaryPositions(config, formula)) {
      NDArray plain = positions.table(manager, TokenGrid.of(2, 1, rows, columns)).cos();
      NDArray shifted = positions.table(manager, new TokenGrid(1, 2, rows, columns, 3, 5)).cos();
      // Second frame, first row and column of the shifted grid.
      float[] found = shifted.get((long) rows * columns).toFloatArray();
      assertArrayEquals(plain.get(3L * columns + 5).toFloatArray(), found, 1e-5f);
    }
  }
}
