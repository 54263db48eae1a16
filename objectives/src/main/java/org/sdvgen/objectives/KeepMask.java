package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.Reference;

/**
 * A mask of the reference tokens that stay in the sequence.
 *
 * @param rows per sample, per token, whether it is kept
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record KeepMask(List<boolean[]> rows) {
  /** A row that keeps all tokens or none. */
  static boolean[] row(int tokens, boolean keep) {
    boolean[] row = new boolean[tokens];
    Arrays.fill(row, keep);
    return row;
  }

  /**
   * The reference with this mask, at the backbone's own position.
   *
   * @param latents (B, c, 1, h, w)
   * @return one reference, or none if no sample keeps a token
   */
  List<Reference> references(NDArray latents) {
    int tokens = rows.get(0).length;
    int kept = rows.stream().mapToInt(KeepMask::count).sum();
    if (kept == 0) {
      return List.of();
    }
    if (kept == rows.size() * tokens) {
      return List.of(Reference.whole(latents));
    }
    return List.of(new Reference(latents, array(latents.getManager()), Optional.empty()));
  }

  private static int count(boolean[] row) {
    int count = 0;
    for (boolean keep : row) {
      count += keep ? 1 : 0;
    }
    return count;
  }

  private NDArray array(NDManager scope) {
    int tokens = rows.get(0).length;
    ByteBuffer bytes = ByteBuffer.allocateDirect(rows.size() * tokens);
    for (boolean[] row : rows) {
      for (boolean keep : row) {
        bytes.put((byte) (keep ? 1 : 0));
      }
    }
    return scope.create(bytes.rewind(), new Shape(rows.size(), tokens), DataType.UINT8);
  }
}
