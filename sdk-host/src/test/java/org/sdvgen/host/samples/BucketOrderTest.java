package org.sdvgen.host.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.TrackShape;

final class BucketOrderTest {
  private static final List<TrackShape> SHAPES =
      List.of(shape(8, 24), shape(8, 8), shape(24, 8), shape(8, 80));

  private static TrackShape shape(int height, int width) {
    return new TrackShape(height, width, 1, 8, Fit.COVER);
  }

  /** Samples of which each has the shape of the bucket that is written for it. */
  private static ShapedSamples samples(List<Integer> buckets) {
    return ShapedSamples.sort(new Shapes(buckets), SHAPES);
  }

  private static List<Long> order(List<Integer> buckets, int batch, long first, long count) {
    BucketOrder order = new BucketOrder(7, "t", samples(buckets), batch);
    return LongStream.range(first, first + count).mapToObj(order::index).toList();
  }

  @Property(tries = 200)
  void everyEpochHasEachSampleOnce(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 3) Integer> buckets,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(max = 50) int epoch) {
    int size = buckets.size();
    assertEquals(
        LongStream.range(0, size).boxed().toList(),
        order(buckets, batch, (long) epoch * size, size).stream().sorted().toList());
  }

  /**
   * An epoch may share its first and its last step with others; fewer than a batch are left of each
   * bucket.
   */
  @Property(tries = 200)
  void fewStepsMixShapes(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 3) Integer> buckets,
      @ForAll @IntRange(min = 1, max = 9) int batch) {
    int epochs = 5;
    long steps = (long) epochs * buckets.size() / batch;
    List<Long> order = order(buckets, batch, 0, steps * batch);
    long mixed =
        LongStream.range(0, steps)
            .filter(
                step ->
                    order.subList((int) step * batch, (int) (step + 1) * batch).stream()
                            .map(index -> buckets.get(Math.toIntExact(index)))
                            .distinct()
                            .count()
                        > 1)
            .count();
    assertTrue(mixed <= epochs * (SHAPES.size() + 2L), mixed + " of " + steps);
  }

  @Test
  void epochsDiffer() {
    List<Integer> buckets = List.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2, 2, 2, 2);
    assertNotEquals(order(buckets, 2, 0, 16), order(buckets, 2, 16, 16));
  }

  private record Shapes(List<Integer> buckets) implements DataSource {
    @Override
    public Class<? extends Sample> sampleType() {
      return Shaped.class;
    }

    @Override
    public long size() {
      return buckets.size();
    }

    @Override
    public Sample sample(long index) {
      TrackShape shape = SHAPES.get(buckets.get(Math.toIntExact(index)));
      return new Shaped(OptionalDouble.of(1.1 * shape.width() / shape.height()));
    }
  }

  private record Shaped(OptionalDouble aspectRatio) implements Sample {
    @Override
    public String id() {
      return "shaped";
    }
  }
}
