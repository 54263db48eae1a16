package org.sdvgen.host.samples;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongUnaryOperator;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.LoadContext;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.SampleDraws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;

/**
 * A track's endless stream of loaded samples, read ahead by worker threads. The contents of an
 * example depend on its position alone, not on the thread or the time of loading.
 */
public final class SampleFeed implements Restorable {
  private final Track track;
  private final BackboneSpec backbone;
  private final Draws draws;
  private final long seed;
  private final LongUnaryOperator order;
  private final LoaderThreads threads;
  private final int lookahead;
  private final Deque<CompletableFuture<Example>> ahead = new ArrayDeque<>();
  private long position;

  /**
   * A stream at its beginning.
   *
   * @param track whose samples
   * @param backbone the model's specification
   * @param draws where random numbers come from
   * @param seed the run's seed
   * @param threads do the reading
   */
  public SampleFeed(
      Track track, BackboneSpec backbone, Draws draws, long seed, LoaderThreads threads) {
    this.track = track;
    this.backbone = backbone;
    this.draws = draws;
    this.seed = seed;
    this.threads = threads;
    order = order(track, seed);
    // Clips are large: no more of them wait than the next micro-batch, or than keeps threads busy.
    lookahead = threads.count() == 0 ? 0 : Math.max(track.microBatchSize(), threads.count());
  }

  /**
   * The order in which a track goes through its samples.
   *
   * @param track whose samples
   * @param seed the run's seed
   * @return the index of the sample at a position
   */
  static LongUnaryOperator order(Track track, long seed) {
    ShapedSamples data = track.data();
    return data.bucketCount() == 1
        ? new SampleOrder(seed, track.name(), data.size())::index
        : new BucketOrder(seed, track.name(), data, track.batchSize())::index;
  }

  @Override
  public void save(Draft checkpoint) {
    checkpoint.position(track.name(), position);
  }

  @Override
  public void load(ResumePoint checkpoint) {
    TrackState saved = checkpoint.state().tracks().get(track.name());
    if (saved == null) {
      throw new IllegalStateException(checkpoint.folder() + " has no track " + track.name());
    }
    ahead.clear();
    position = saved.position();
  }

  /**
   * Takes examples from the stream.
   *
   * @param count how many
   * @return the examples at the next positions, in order
   * @throws InputException if one cannot be loaded
   */
  public List<Example> next(int count) {
    while (ahead.size() < count + lookahead) {
      long at = position + ahead.size();
      ahead.add(threads.submit(() -> load(at)));
    }
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(await(ahead.remove()));
      position++;
    }
    return examples;
  }

  /** The sample that stands at a position, before it is loaded. */
  Sample sample(long at) {
    return track.data().sample(order.applyAsLong(at));
  }

  /**
   * The shape that the next example is read at.
   *
   * @return height, width, frames and rate
   */
  public TrackShape shape() {
    return shape(position);
  }

  private TrackShape shape(long at) {
    return track.data().shape(order.applyAsLong(at));
  }

  /**
   * Counts the next examples that can go through the model together.
   *
   * @param most look no further
   * @return the number of examples, from the next one on, that have one shape
   */
  public int ofOneShape(int most) {
    int count = 1;
    while (count < most && shape(position + count).equals(shape())) {
      count++;
    }
    return count;
  }

  /**
   * Loads what stands at a position, on the calling thread: the same example every time.
   *
   * @param at the position
   * @return the example
   * @throws InputException if it cannot be loaded
   */
  public Example load(long at) {
    long batch = at / track.batchSize();
    StepDraws step = new StepDraws(draws, seed, batch, Trainer.LOAD_SCOPE + track.name());
    if (track.variants() == 0) {
      return load(order.applyAsLong(at), step.sample(at));
    }
    int variant = (int) (step.sample(at).uniform("variant") * track.variants());
    Example prepared = variant(order.applyAsLong(at), variant);
    return new Example(prepared.id(), at, prepared.prompt(), prepared.clips());
  }

  /**
   * Loads a sample in one of the ways that are told apart, on the calling thread. They depend on
   * the sample and on nothing else, so runs with other seeds have the same ones.
   *
   * @param index the sample's index in its source
   * @param variant 0 to the track's variants - 1
   * @return the example; its position is the index
   * @throws InputException if it cannot be loaded
   */
  Example variant(long index, int variant) {
    StepDraws ways = new StepDraws(draws, 0, variant, Trainer.LOAD_SCOPE + "variants");
    return load(index, ways.sample(index));
  }

  private Example load(long index, SampleDraws sampleDraws) {
    LoadContext context = new LoadContext(track.data().shape(index), backbone, sampleDraws);
    return track.objective().load(track.data().sample(index), context);
  }

  private Example await(CompletableFuture<Example> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof InputException) {
        throw new InputException("track %s: %s".formatted(track.name(), cause.getMessage()), cause);
      }
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "track %s: the sample at position %d does not load",
              track.name(),
              position),
          cause);
    }
  }
}
