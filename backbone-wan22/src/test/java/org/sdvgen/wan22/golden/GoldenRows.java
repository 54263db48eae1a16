package org.sdvgen.wan22.golden;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.sdvgen.runtime.text.TokenRows;
import org.sdvgen.testkit.golden.GoldenTensors;

/** Reads {@code ids} and {@code mask}. */
final class GoldenRows {
  private GoldenRows() {}

  static TokenRows read(GoldenTensors tensors) {
    int[][] mask = rows(tensors, "mask");
    int[] lengths = Arrays.stream(mask).mapToInt(row -> IntStream.of(row).sum()).toArray();
    return new TokenRows(rows(tensors, "ids"), lengths);
  }

  private static int[][] rows(GoldenTensors tensors, String name) {
    int[] flat = tensors.get(name).toType(DataType.INT32, false).toIntArray();
    int width = Math.toIntExact(tensors.get(name).getShape().get(1));
    return IntStream.range(0, flat.length / width)
        .mapToObj(row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width))
        .toArray(int[][]::new);
  }
}
