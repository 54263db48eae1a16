package org.sdvgen.runtime.vae;

/**
 * How one picture is cut into overlapping tiles and put together again. Sizes before the network
 * count elements of its input, pixels or latents; those after it elements of its output.
 *
 * @param rows rows of a tile
 * @param columns columns of a tile
 * @param strideRows rows from a tile to the next one down
 * @param strideColumns columns from a tile to the next one to the right
 * @param blendRows first rows of a tile's result that fade over from the tile above
 * @param blendColumns first columns of a tile's result that fade over from the tile to the left
 * @param keptRows first rows of a tile's result that stay
 * @param keptColumns first columns of a tile's result that stay
 */
public record TileGrid(
    long rows,
    long columns,
    long strideRows,
    long strideColumns,
    long blendRows,
    long blendColumns,
    long keptRows,
    long keptColumns) {

  /** The numbers in the order in which {@code tiles.py} reads them. */
  long[] numbers() {
    return new long[] {
      rows, columns, strideRows, strideColumns, blendRows, blendColumns, keptRows, keptColumns
    };
  }
}
