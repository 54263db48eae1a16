package org.sdvgen.host.samples;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.DataInspector;
import org.sdvgen.host.InspectedSample;
import org.sdvgen.host.InspectedTrack;
import org.sdvgen.host.config.RunSettings;

/** Reads the first samples of a run's tracks through the run's own streams. */
public final class FirstSamples implements DataInspector {
  private final List<Track> tracks;
  private final BackboneSpec backbone;
  private final Draws draws;
  private final long seed;

  /**
   * Ready to read.
   *
   * @param tracks the run's tracks
   * @param backbone the model's specification
   * @param draws where random numbers come from
   * @param run the seed
   */
  @Inject
  FirstSamples(List<Track> tracks, BackboneSpec backbone, Draws draws, RunSettings run) {
    this.tracks = List.copyOf(tracks);
    this.backbone = backbone;
    this.draws = draws;
    seed = run.seed();
  }

  @Override
  public List<InspectedTrack> inspect(int samples) {
    return tracks.stream().map(track -> inspect(track, samples)).toList();
  }

  private InspectedTrack inspect(Track track, int samples) {
    try (LoaderThreads none = new LoaderThreads(0)) {
      SampleFeed feed = new SampleFeed(track, backbone, draws, seed, none);
      long count = Math.min(samples, track.data().size());
      return new InspectedTrack(
          track.name(),
          track.data().size(),
          track.heldOut().map(ShapedSamples::size).orElse(0L),
          track.data().shapeCounts(),
          track.batchSize(),
          LongStream.range(0, count).mapToObj(position -> inspect(feed, position)).toList());
    }
  }

  private static InspectedSample inspect(SampleFeed feed, long position) {
    Sample sample = feed.sample(position);
    try {
      return new InspectedSample(
          sample.id(), sample.describe(), Optional.of(feed.load(position)), "");
    } catch (InputException e) {
      return new InspectedSample(
          sample.id(), Map.of(), Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}
