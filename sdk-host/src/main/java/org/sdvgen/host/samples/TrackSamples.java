package org.sdvgen.host.samples;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Sample;
import org.sdvgen.host.config.Problems;
import org.sdvgen.host.config.TrackSettings;

/**
 * A track's samples in two parts that share none.
 *
 * @param training samples to train on
 * @param heldOut samples that are not trained on
 */
record TrackSamples(DataSource training, Optional<DataSource> heldOut) {
  /**
   * Holds out the end of a source, and takes as many samples of the rest as are wanted.
   *
   * @param key the track's section with its dot at the end, for messages
   * @param data the whole source; stays the caller's
   * @param settings how many samples of its end to hold out, and how many to take
   * @param problems is told if nothing would be left to train on
   * @return both parts
   */
  static TrackSamples split(
      String key, DataSource data, TrackSettings settings, Problems problems) {
    int heldOut = settings.heldOut();
    long rest = data.size() - heldOut;
    if (heldOut > 0 && rest < 1) {
      problems.add(
          String.format(
              Locale.ROOT,
              "%sheld_out = %d leaves nothing to train on: the data has %d samples",
              key,
              heldOut,
              data.size()));
      return new TrackSamples(data, Optional.empty());
    }
    long trained = Math.min(rest, settings.maxSamples().map(Integer::longValue).orElse(rest));
    return new TrackSamples(
        trained == data.size() ? data : new Slice(data, 0, trained),
        heldOut == 0 ? Optional.empty() : Optional.of(new Slice(data, rest, heldOut)));
  }

  /**
   * A range of another source.
   *
   * @param whole the source
   * @param first index of the first sample
   * @param size how many samples
   */
  private record Slice(DataSource whole, long first, long size) implements DataSource {
    @Override
    public Class<? extends Sample> sampleType() {
      return whole.sampleType();
    }

    @Override
    public Sample sample(long index) {
      return whole.sample(first + Objects.checkIndex(index, size));
    }
  }
}
