package org.sdvgen.host.samples;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.PreparationReport;
import org.sdvgen.host.Preparer;
import org.sdvgen.host.cache.CachedModel;

/** Goes through all variants of all samples: worker threads read ahead, this one encodes. */
public final class Preparation implements Preparer {
  private final List<Track> tracks;
  private final CachedModel model;
  private final Draws draws;
  private final int workers;
  private final Notices notices;
  private final LongSupplier nanoTime;

  /**
   * Ready to prepare.
   *
   * @param tracks the run's tracks, which have variants
   * @param model keeps what it encodes
   * @param draws where random numbers come from
   * @param workers threads that read samples
   * @param notices is told of samples that cannot be read
   * @param nanoTime a clock
   */
  public Preparation(
      List<Track> tracks,
      CachedModel model,
      Draws draws,
      int workers,
      Notices notices,
      LongSupplier nanoTime) {
    this.tracks = List.copyOf(tracks);
    this.model = model;
    this.draws = draws;
    this.workers = workers;
    this.notices = notices;
    this.nanoTime = nanoTime;
  }

  @Override
  public PreparationReport prepare(Consumer<PreparationReport> listener) {
    try (LoaderThreads threads = new LoaderThreads(workers)) {
      Pass pass = new Pass(threads, listener);
      tracks.forEach(pass::run);
      pass.texts();
      return pass.report(String.join(", ", tracks.stream().map(Track::name).toList()));
    }
  }

  private static long readings(Track track) {
    return track.data().size() * track.variants();
  }

  /** One pass over everything, and its counts. */
  private final class Pass {
    private final LoaderThreads threads;
    private final Consumer<PreparationReport> listener;
    private final long start = nanoTime.getAsLong();
    private final long total = tracks.stream().mapToLong(Preparation::readings).sum();
    private long done;
    private long made;
    private long failed;
    private final Set<String> prompts = new LinkedHashSet<>();

    Pass(LoaderThreads threads, Consumer<PreparationReport> listener) {
      this.threads = threads;
      this.listener = listener;
    }

    void run(Track track) {
      SampleFeed feed = new SampleFeed(track, model.spec(), draws, 0, threads);
      Deque<CompletableFuture<Example>> ahead = new ArrayDeque<>();
      long readings = readings(track);
      for (long next = 0; next < readings || !ahead.isEmpty(); ) {
        while (next < readings && ahead.size() <= 2 * workers) {
          long reading = next++;
          ahead.add(threads.submit(() -> load(feed, track, reading)));
        }
        prepare(ahead.remove());
        done++;
        listener.accept(report(track.name()));
      }
    }

    /** Variants of one sample follow each other, so that its file is still at hand. */
    private static Example load(SampleFeed feed, Track track, long reading) {
      return feed.variant(reading / track.variants(), (int) (reading % track.variants()));
    }

    private void prepare(CompletableFuture<Example> loading) {
      Example example;
      try {
        example = loading.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof InputException input) {
          notices.say("not prepared: " + input.getMessage());
          failed++;
          return;
        }
        throw e;
      }
      made += model.prepare(example);
      if (model.keepsText()) {
        prompts.add(example.prompt());
      }
    }

    /** Prompts come after all clips, so that codec and text encoder are not needed in turns. */
    void texts() {
      long encoded = 0;
      long began = nanoTime.getAsLong();
      for (String prompt : prompts) {
        made += model.prepare(prompt);
        listener.accept(report("prompts", ++encoded, prompts.size(), began));
      }
    }

    PreparationReport report(String track) {
      return report(track, done, total, start);
    }

    private PreparationReport report(String part, long ready, long of, long since) {
      return new PreparationReport(
          part, ready, of, made, failed, (nanoTime.getAsLong() - since) / 1e9);
    }
  }
}
