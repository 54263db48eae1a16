package org.sdvgen.host.wiring;

import java.util.Objects;
import java.util.Optional;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.data.Sample;
import org.sdvgen.host.config.Problems;

/**
 * A track's samples in two parts that share none.
 *
 * @param training what is trained on
 * @param heldOut what is not
 */
record TrackSamples(DataSource training, Optional<DataSource> heldOut) {
  /**
   * Holds out the end of a source.
   *
   * @param key the track's section with its dot at the end, for messages
   * @param data the whole source; stays the caller's
   * @param heldOut how many samples of its end to hold out, 0 for none
   * @param problems is told if nothing would be left to train on
   * @return both parts
   */
  static TrackSamples split(String key, DataSource data, int heldOut, Problems problems) {
    if (heldOut == 0) {
      return new TrackSamples(data, Optional.empty());
    }
    long trained = data.size() - heldOut;
    if (trained < 1) {
      problems.add(
          "%sheld_out = %d leaves nothing to train on: the data has %d samples"
              .formatted(key, heldOut, data.size()));
      return new TrackSamples(data, Optional.empty());
    }
    return new TrackSamples(
        new Slice(data, 0, trained), Optional.of(new Slice(data, trained, heldOut)));
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
