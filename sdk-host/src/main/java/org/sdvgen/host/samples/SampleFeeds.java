package org.sdvgen.host.samples;

import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.config.RunSettings;

/** Opens the streams of all tracks. */
public final class SampleFeeds {
  private final List<Track> tracks;
  private final Draws draws;
  private final RunSettings run;

  /**
   * Ready to open.
   *
   * @param tracks the run's tracks
   * @param draws where random numbers come from
   * @param run the seed, and the number of threads
   */
  @Inject
  SampleFeeds(List<Track> tracks, Draws draws, RunSettings run) {
    this.tracks = tracks;
    this.draws = draws;
    this.run = run;
  }

  /**
   * Starts the threads that read samples ahead.
   *
   * @return the threads; the caller closes them
   */
  public LoaderThreads newThreads() {
    return new LoaderThreads(run.dataloaderNumWorkers());
  }

  /**
   * Opens every track's stream at its beginning.
   *
   * @param backbone the model's specification
   * @param threads do the reading
   * @return the streams by track, in the configured order
   */
  public Map<String, SampleFeed> open(BackboneSpec backbone, LoaderThreads threads) {
    Map<String, SampleFeed> feeds = new LinkedHashMap<>();
    for (Track track : tracks) {
      feeds.put(track.name(), new SampleFeed(track, backbone, draws, run.seed(), threads));
    }
    return feeds;
  }
}
