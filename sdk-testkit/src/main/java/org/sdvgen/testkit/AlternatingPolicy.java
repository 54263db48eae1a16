package org.sdvgen.testkit;

import java.util.Map;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.StepOutcome;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/**
 * Every track in turn. It counts the observed outcomes instead of the steps, so a run that forgets
 * to restore its state or to report an outcome takes the wrong track.
 */
public final class AlternatingPolicy implements SwitchPolicy {
  private static final String TURNS = "turns";

  private int turns;

  /** A policy that begins with the first track. */
  public AlternatingPolicy() {}

  @Override
  public TrackChoice select(TrainingProgress progress, StepDraws draws) {
    return TrackChoice.of(progress.tracks().get(turns % progress.tracks().size()));
  }

  @Override
  public void observe(StepOutcome outcome) {
    turns++;
  }

  @Override
  public Map<String, String> state() {
    return Map.of(TURNS, Integer.toString(turns));
  }

  @Override
  public void restore(Map<String, String> state) {
    turns = Integer.parseInt(state.getOrDefault(TURNS, "0"));
  }
}
