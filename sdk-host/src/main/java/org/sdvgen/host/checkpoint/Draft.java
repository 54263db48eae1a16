package org.sdvgen.host.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdvgen.host.checkpoint.TrainerState.TrackState;

/** A checkpoint that is being written. */
public final class Draft {
  private final Path folder;
  private final Optional<Path> previous;
  private TrainerState state;

  /**
   * A checkpoint with nothing in it.
   *
   * @param folder takes its files
   * @param state the run's state, before its parts have added theirs
   * @param previous the run's last checkpoint
   */
  Draft(Path folder, TrainerState state, Optional<Path> previous) {
    this.folder = folder;
    this.state = state;
    this.previous = previous;
  }

  /**
   * The folder for the checkpoint's files, which gets its name when all of them are there.
   *
   * @return an existing folder
   */
  public Path folder() {
    return folder;
  }

  /**
   * Optimizer steps taken.
   *
   * @return the number in the checkpoint's name
   */
  public long step() {
    return state.step();
  }

  /**
   * The run's last checkpoint, whose files that have not changed since may be linked to.
   *
   * @return its folder, which may have been removed; empty for the first checkpoint
   */
  public Optional<Path> previous() {
    return previous;
  }

  /**
   * Notes the position of a track's stream.
   *
   * @param track the track's name
   * @param position samples taken from the stream
   */
  public void position(String track, long position) {
    Map<String, TrackState> tracks = new TreeMap<>(state.tracks());
    TrackState old = tracks.get(track);
    if (old == null) {
      throw new IllegalArgumentException("no track " + track);
    }
    tracks.put(
        track,
        new TrackState(position, old.batchSize(), old.samples(), old.data(), old.microBatchSize()));
    state = state.withProgress(tracks, state.skipped(), state.policyState());
  }

  /**
   * Notes the skipped steps.
   *
   * @param skipped their counts
   */
  public void skipped(SkippedSteps skipped) {
    state = state.withProgress(state.tracks(), skipped, state.policyState());
  }

  /**
   * Notes what the switch policy remembers.
   *
   * @param policyState its state
   */
  public void policyState(Map<String, String> policyState) {
    state = state.withProgress(state.tracks(), state.skipped(), policyState);
  }

  TrainerState state() {
    return state;
  }
}
