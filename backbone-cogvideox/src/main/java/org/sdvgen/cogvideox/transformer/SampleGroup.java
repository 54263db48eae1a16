package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;

/**
 * Samples of a batch that keep equally many reference tokens and can therefore run together, so
 * that each gets what it would get alone.
 *
 * @param samples their places in the batch
 * @param kept per sample the kept tokens, counted through all references
 */
record SampleGroup(List<Integer> samples, List<int[]> kept) {
  /** Copies the lists. */
  SampleGroup {
    samples = List.copyOf(samples);
    kept = List.copyOf(kept);
  }

  /**
   * Sorts a batch into groups.
   *
   * @param input the batch
   * @param tokens tokens of one reference
   * @return the groups, in the order of their first samples
   */
  static List<SampleGroup> of(DenoiserInput input, int tokens) {
    int batch = Math.toIntExact(input.latents().getShape().get(0));
    List<byte[]> masks = new ArrayList<>();
    for (Reference reference : input.references()) {
      masks.add(mask(reference.keep(), batch, tokens));
    }
    Map<Integer, List<Integer>> samplesByCount = new LinkedHashMap<>();
    List<int[]> kept = new ArrayList<>();
    for (int sample = 0; sample < batch; sample++) {
      int[] indices = kept(masks, sample, tokens);
      kept.add(indices);
      samplesByCount.computeIfAbsent(indices.length, count -> new ArrayList<>()).add(sample);
    }
    return samplesByCount.values().stream()
        .map(samples -> new SampleGroup(samples, samples.stream().map(kept::get).toList()))
        .toList();
  }

  private static byte[] mask(@Nullable NDArray keep, int batch, int tokens) {
    byte[] mask = new byte[batch * tokens];
    if (keep == null) {
      Arrays.fill(mask, (byte) 1);
      return mask;
    }
    if (keep.getDataType() != DataType.UINT8 || keep.size() != mask.length) {
      throw new IllegalArgumentException(
          "a keep mask must be uint8 (%d, %d), not %s %s"
              .formatted(batch, tokens, keep.getDataType(), keep.getShape()));
    }
    keep.toByteBuffer().get(mask);
    return mask;
  }

  private static int[] kept(List<byte[]> masks, int sample, int tokens) {
    return IntStream.range(0, masks.size() * tokens)
        .filter(i -> masks.get(i / tokens)[sample * tokens + i % tokens] != 0)
        .toArray();
  }

  /** Returns the number of reference tokens N that each of the samples keeps. */
  int keptTokens() {
    return kept.get(0).length;
  }

  /** Returns the kept tokens of all samples, row after row. */
  long[] flatKept() {
    return kept.stream().flatMapToInt(IntStream::of).asLongStream().toArray();
  }
}
