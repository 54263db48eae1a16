package org.sdvgen.data;

import java.util.List;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Sample;

/**
 * Samples that are all known at the start; their pixels are read later.
 *
 * @param sampleType the kind of sample
 * @param samples the samples in their order
 */
record Samples<S extends Sample>(Class<S> sampleType, List<S> samples) implements DataSource {
  /** Copies the list. */
  Samples {
    samples = List.copyOf(samples);
  }

  @Override
  public long size() {
    return samples.size();
  }

  @Override
  public Sample sample(long index) {
    return samples.get(Math.toIntExact(index));
  }
}
