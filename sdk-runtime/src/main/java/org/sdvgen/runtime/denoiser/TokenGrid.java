package org.sdvgen.runtime.denoiser;

import org.sdvgen.api.backbone.GridPosition;

/**
 * A block of tokens in the space-time grid: frame by frame, each row by row.
 *
 * @param firstFrame position of its first frame
 * @param frames number of frames
 * @param rows rows of tokens
 * @param columns columns of tokens
 * @param rowShift rows that it is shifted by
 * @param columnShift columns that it is shifted by
 */
public record TokenGrid(
    int firstFrame, int frames, int rows, int columns, int rowShift, int columnShift) {
  /**
   * A grid that is not shifted.
   *
   * @param firstFrame position of its first frame
   * @param frames number of frames
   * @param rows rows of tokens
   * @param columns columns of tokens
   * @return the grid
   */
  public static TokenGrid of(int firstFrame, int frames, int rows, int columns) {
    return new TokenGrid(firstFrame, frames, rows, columns, 0, 0);
  }

  /** The tokens of a reference picture of this grid's rows and columns. */
  TokenGrid reference(GridPosition at) {
    return new TokenGrid(at.frame(), 1, rows, columns, at.row(), at.column());
  }
}
