package org.sdvgen.data.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.sdvgen.api.error.InputException;

/**
 * Makes samples of candidates as these are listed, several at a time, because checking many files
 * waits for the disk. Only the samples are kept, not the candidates: lists may have millions.
 *
 * @param <C> the candidates that the data set lists
 * @param <S> the samples
 */
public final class SampleCollector<C, S> {
  private static final int BATCH = 4096;

  private final Function<C, S> make;
  private final UnusableSamples unusable;
  private final List<C> waiting = new ArrayList<>();
  private final List<S> usable = new ArrayList<>();

  /**
   * An empty collection.
   *
   * @param make turns a candidate into a sample or throws an {@link InputException} with the reason
   *     why it cannot be used; called from several threads
   * @param unusable takes the reasons
   */
  public SampleCollector(Function<C, S> make, UnusableSamples unusable) {
    this.make = make;
    this.unusable = unusable;
  }

  /**
   * Takes the next candidate.
   *
   * @param candidate listed after those before
   */
  public void add(C candidate) {
    waiting.add(candidate);
    if (waiting.size() == BATCH) {
      makeWaiting();
    }
  }

  /**
   * Ends the collection.
   *
   * @return everything that can be used, in the candidates' order
   */
  public List<S> finish() {
    makeWaiting();
    return usable;
  }

  private void makeWaiting() {
    for (Result<S> result : waiting.parallelStream().map(this::attempt).toList()) {
      result.sample.ifPresentOrElse(usable::add, () -> unusable.add(result.reason));
    }
    waiting.clear();
  }

  private Result<S> attempt(C candidate) {
    try {
      return new Result<>(Optional.of(make.apply(candidate)), "");
    } catch (InputException e) {
      return new Result<>(Optional.empty(), Objects.requireNonNull(e.getMessage()));
    }
  }

  private record Result<S>(Optional<S> sample, String reason) {}
}
