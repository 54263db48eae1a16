package org.sdvgen.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.sdvgen.api.error.InputException;

/**
 * Makes samples of candidates, several at a time, because checking many files waits for the disk.
 */
final class SampleLoader {
  private SampleLoader() {}

  /**
   * Makes every sample that can be used, in the candidates' order.
   *
   * @param candidates what the data set lists
   * @param make turns a candidate into a sample or throws an {@link InputException} with the reason
   * @param unusable takes the reasons
   */
  static <C, S> List<S> load(List<C> candidates, Function<C, S> make, UnusableSamples unusable) {
    List<Result<S>> results =
        candidates.parallelStream().map(candidate -> attempt(candidate, make)).toList();
    List<S> usable = new ArrayList<>(results.size());
    for (Result<S> result : results) {
      result.sample.ifPresentOrElse(usable::add, () -> unusable.add(result.reason));
    }
    return usable;
  }

  private static <C, S> Result<S> attempt(C candidate, Function<C, S> make) {
    try {
      return new Result<>(Optional.of(make.apply(candidate)), "");
    } catch (InputException e) {
      return new Result<>(Optional.empty(), Objects.requireNonNull(e.getMessage()));
    }
  }

  private record Result<S>(Optional<S> sample, String reason) {}
}
