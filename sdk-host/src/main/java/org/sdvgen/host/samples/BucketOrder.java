package org.sdvgen.host.samples;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The order in which a track goes through samples of several shapes: a pure function of (seed,
 * track, position), in which every epoch has each sample once and nearly every optimizer step has
 * samples of one shape.
 *
 * <p>In each epoch the samples of a bucket are shuffled and dealt into groups as large as a step's
 * batch; the groups of all buckets are shuffled. The rest of each bucket, less than a batch, comes
 * last. Where an epoch does not begin with a step, some of these samples fill the step up, so that
 * the groups are in step again.
 */
final class BucketOrder {
  private final long size;
  private final int batch;
  private final Bucket[] buckets;
  private final long groups;
  private final SampleOrder groupOrder;

  /**
   * The order of one track.
   *
   * @param seed the run's seed
   * @param track the track's name
   * @param samples the samples in their buckets
   * @param batch samples of an optimizer step
   */
  BucketOrder(long seed, String track, ShapedSamples samples, int batch) {
    size = samples.size();
    this.batch = batch;
    buckets =
        IntStream.range(0, samples.bucketCount())
            .mapToObj(bucket -> Bucket.of(seed, track, samples, bucket))
            .filter(bucket -> bucket.members.length > 0)
            .toArray(Bucket[]::new);
    groups = Arrays.stream(buckets).mapToLong(this::groups).sum();
    groupOrder = new SampleOrder(seed, track + "/groups", Math.max(1, groups));
  }

  private long groups(Bucket bucket) {
    return bucket.members.length / batch;
  }

  private long leftOver(Bucket bucket) {
    return bucket.members.length % batch;
  }

  /**
   * The sample at a position of the track's endless stream.
   *
   * @param position 0, 1, ...; every {@code size} positions are one epoch
   * @return the sample's index in its source
   */
  long index(long position) {
    long epoch = position / size;
    long untilNextStep = Math.floorMod(-epoch * size, batch);
    long place = Math.floorMod(position % size - untilNextStep, size);
    long grouped = groups * batch;
    return place < grouped
        ? inGroup(epoch, groupOrder.index(epoch * groups + place / batch), place % batch)
        : amongLeftOver(epoch, place - grouped);
  }

  private long inGroup(long epoch, long group, long place) {
    long first = 0;
    for (Bucket bucket : buckets) {
      if (group < first + groups(bucket)) {
        return bucket.member(epoch, (group - first) * batch + place);
      }
      first += groups(bucket);
    }
    throw new IllegalStateException("group " + group + " of " + first);
  }

  private long amongLeftOver(long epoch, long place) {
    long first = 0;
    for (Bucket bucket : buckets) {
      if (place < first + leftOver(bucket)) {
        return bucket.member(epoch, groups(bucket) * batch + place - first);
      }
      first += leftOver(bucket);
    }
    throw new IllegalStateException("left over " + place + " of " + first);
  }

  /**
   * The samples of one shape.
   *
   * @param members their indices in the source
   * @param order shuffles them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Bucket(int[] members, SampleOrder order) {
    static Bucket of(long seed, String track, ShapedSamples samples, int bucket) {
      int[] members =
          IntStream.range(0, Math.toIntExact(samples.size()))
              .filter(index -> samples.bucket(index) == bucket)
              .toArray();
      String name = track + "/bucket " + bucket;
      return new Bucket(members, new SampleOrder(seed, name, Math.max(1, members.length)));
    }

    long member(long epoch, long place) {
      return members[(int) order.index(epoch * members.length + place)];
    }
  }
}
