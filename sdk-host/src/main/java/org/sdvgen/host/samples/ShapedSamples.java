package org.sdvgen.host.samples;

import java.util.List;
import java.util.stream.IntStream;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.host.ShapeCount;

/**
 * Samples, and at which of a track's shapes (its buckets) each is read: the one nearest to the
 * sample's own shape, so that as little as possible is cut off.
 */
public final class ShapedSamples {
  private final DataSource source;
  private final List<TrackShape> shapes;

  /** Bucket by sample; empty if there is only one. */
  private final byte[] buckets;

  private ShapedSamples(DataSource source, List<TrackShape> shapes, byte[] buckets) {
    this.source = source;
    this.shapes = List.copyOf(shapes);
    this.buckets = buckets;
  }

  /**
   * Sorts samples into buckets. With more than one, the header of every file is read.
   *
   * @param source the samples; stays the caller's
   * @param shapes the buckets, 1 to 127
   * @return the samples with their shapes
   * @throws InputException if a sample cannot be read or has no shape of its own
   */
  public static ShapedSamples sort(DataSource source, List<TrackShape> shapes) {
    if (shapes.size() == 1) {
      return new ShapedSamples(source, shapes, new byte[0]);
    }
    byte[] buckets = new byte[Math.toIntExact(source.size())];
    IntStream.range(0, buckets.length)
        .parallel()
        .forEach(index -> buckets[index] = nearest(source.sample(index), shapes));
    return new ShapedSamples(source, shapes, buckets);
  }

  private static byte nearest(Sample sample, List<TrackShape> shapes) {
    double ratio =
        sample
            .aspectRatio()
            .orElseThrow(
                () ->
                    new InputException(
                        sample.id()
                            + " has no shape of its own to choose a bucket by; set height and width"
                            + " instead"));
    int nearest = 0;
    for (int i = 1; i < shapes.size(); i++) {
      if (distance(ratio, shapes.get(i)) < distance(ratio, shapes.get(nearest))) {
        nearest = i;
      }
    }
    return (byte) nearest;
  }

  /** Ratios are compared as ratios: twice as wide is as far away as twice as high. */
  private static double distance(double ratio, TrackShape shape) {
    return Math.abs(Math.log(ratio * shape.height() / shape.width()));
  }

  /**
   * Number of samples.
   *
   * @return how many there are
   */
  public long size() {
    return source.size();
  }

  Sample sample(long index) {
    return source.sample(index);
  }

  TrackShape shape(long index) {
    return shapes.get(bucket(index));
  }

  int bucket(long index) {
    return buckets.length == 0 ? 0 : buckets[(int) index];
  }

  /** Number of buckets. */
  int bucketCount() {
    return shapes.size();
  }

  /**
   * Counts the samples of each shape.
   *
   * @return one entry per bucket, in the configured order
   */
  public List<ShapeCount> shapeCounts() {
    if (buckets.length == 0) {
      return List.of(new ShapeCount(shapes.get(0), source.size()));
    }
    long[] counts = new long[shapes.size()];
    for (byte bucket : buckets) {
      counts[bucket]++;
    }
    return IntStream.range(0, counts.length)
        .mapToObj(i -> new ShapeCount(shapes.get(i), counts[i]))
        .toList();
  }
}
