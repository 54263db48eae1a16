package org.sdvgen.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingListener;

/**
 * Lets a peer take one step for each own one, and lets them go first in turn: own, peer; peer, own;
 * own, peer. Whoever goes second finds the machine warm from the other, and always the same one
 * would have that advantage.
 */
final class Alternation implements TrainingListener {
  private final int warmup;
  private final DoubleSupplier peer;
  private final List<Double> own = new ArrayList<>();
  private final List<Double> other = new ArrayList<>();

  /**
   * An alternation that has not begun.
   *
   * @param warmup rounds at the beginning that are not counted
   * @param peer takes a step and gives its seconds
   */
  Alternation(int warmup, DoubleSupplier peer) {
    this.warmup = warmup;
    this.peer = peer;
  }

  @Override
  public void stepFinished(StepReport report) {
    long round = report.step();
    count(own, round, report.seconds());
    boolean first = round % 2 == 0;
    if (first) {
      count(other, round, peer.getAsDouble());
      if (round + 1 < report.maxSteps()) {
        // The next round is the peer's to begin.
        count(other, round + 1, peer.getAsDouble());
      }
    }
  }

  private void count(List<Double> times, long round, double seconds) {
    if (round >= warmup) {
      times.add(seconds);
    }
  }

  /** The times of all counted rounds. */
  Timings timings() {
    return new Timings(own, other);
  }
}
