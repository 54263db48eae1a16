package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.runtime.torch.Tensors;

/**
 * Samples of a batch that keep equally many reference tokens and can therefore run together, so
 * that each gets the result that it would get alone.
 *
 * @param samples their places in the batch
 * @param kept per sample the kept tokens, counted through all references
 */
public record SampleGroup(List<Integer> samples, List<int[]> kept) {
  /** Copies the lists. */
  public SampleGroup {
    samples = List.copyOf(samples);
    kept = List.copyOf(kept);
  }

  /**
   * Splits a batch into groups.
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
          String.format(
              Locale.ROOT,
              "a keep mask must be uint8 (%d, %d), not %s %s",
              batch,
              tokens,
              keep.getDataType(),
              keep.getShape()));
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
  public int keptTokens() {
    return kept.get(0).length;
  }

  /**
   * The kept reference tokens of every sample.
   *
   * @param scope owns them
   * @return (B, N), int64, counted through all references
   */
  public NDArray keptIndices(NDManager scope) {
    Shape shape = new Shape(samples.size(), keptTokens());
    long[] flat = kept.stream().flatMapToInt(IntStream::of).asLongStream().toArray();
    return flat.length == 0 ? scope.create(shape, DataType.INT64) : scope.create(flat, shape);
  }

  /**
   * The inputs of the first block for the group's samples.
   *
   * @param scope owns new arrays
   * @param text name of the embeddings in the text bundle
   * @param input the batch
   * @return text, one latent frame per reference if any of their tokens are kept, latents
   * @throws IllegalArgumentException if the text bundle has no such array
   */
  public List<NDArray> streams(NDManager scope, String text, DenoiserInput input) {
    NDArray embeddings = input.text().arrays().get(text);
    if (embeddings == null) {
      throw new IllegalArgumentException(
          "the text bundle is of another backbone: " + input.text().arrays().keySet());
    }
    List<NDArray> streams = new ArrayList<>();
    streams.add(select(scope, embeddings));
    if (keptTokens() > 0) {
      for (Reference reference : input.references()) {
        streams.add(select(scope, reference.latents()));
      }
    }
    streams.add(select(scope, input.latents()));
    return streams;
  }

  /**
   * The samples of an array that this group holds; the array itself where it holds all.
   *
   * @param scope owns a new array
   * @param array (B, ...)
   * @return the group's rows of it
   */
  public NDArray select(NDManager scope, NDArray array) {
    return samples.size() == array.getShape().get(0)
        ? array
        : Tensors.select(scope, array, index(scope, samples));
  }

  /**
   * Puts the groups' parts back into the batch's order: the inverse of {@link #select}.
   *
   * @param scope owns a new array
   * @param parts one array per group
   * @param groups all groups of the batch
   * @return (B, ...)
   */
  static NDArray join(NDManager scope, List<NDArray> parts, List<SampleGroup> groups) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Integer> order = groups.stream().flatMap(group -> group.samples().stream()).toList();
    List<Integer> inverse = new ArrayList<>();
    for (int sample = 0; sample < order.size(); sample++) {
      inverse.add(order.indexOf(sample));
    }
    return Tensors.join(scope, parts, index(scope, inverse));
  }

  private static NDArray index(NDManager scope, List<Integer> samples) {
    return scope.create(samples.stream().mapToLong(Integer::longValue).toArray());
  }
}
