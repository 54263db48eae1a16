package org.sdvgen.cli.demo;

import java.util.List;
import org.sdvgen.host.EvaluationListener.ScoredClip;
import org.sdvgen.host.EvaluationSummary;

/**
 * A model's scores and clips.
 *
 * @param contestant the model
 * @param summary its scores over all clips
 * @param shown its first clips, to look at
 */
public record Result(Contestant contestant, EvaluationSummary summary, List<ScoredClip> shown) {
  /** How many clips of every model are shown. */
  public static final int SHOWN = 8;

  /** Copies the list. */
  public Result {
    shown = List.copyOf(shown);
  }
}
