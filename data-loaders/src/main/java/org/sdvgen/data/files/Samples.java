package org.sdvgen.data.files;

import java.util.List;
import java.util.function.Function;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Sample;

/**
 * Samples that are all listed at the start, each by as little as it takes to open it later.
 *
 * @param sampleType the kind of sample
 * @param entries an entry per sample, in the samples' order; not copied, so not to be changed
 * @param open makes the sample of an entry, the same one every time, on any thread
 * @param <E> the entry of a sample
 * @param <S> the kind of sample
 */
public record Samples<E, S extends Sample>(
    Class<S> sampleType, List<E> entries, Function<E, S> open) implements DataSource {
  @Override
  public long size() {
    return entries.size();
  }

  @Override
  public Sample sample(long index) {
    return open.apply(entries.get(Math.toIntExact(index)));
  }
}
