package org.sdvgen.host.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.sdvgen.api.error.InputException;

/** Samples that cannot be used, found before long work begins, so that one message names them. */
public final class Refusals {
  /** More reasons than this make no message clearer. */
  private static final int REASONS = 20;

  private final List<String> reasons = new ArrayList<>();
  private long count;

  /** None so far. */
  public Refusals() {}

  /**
   * Notes one sample.
   *
   * @param reason names it and says why
   */
  public void add(String reason) {
    count++;
    if (reasons.size() < REASONS) {
      reasons.add(reason);
    }
  }

  /**
   * Refuses the work if there is any.
   *
   * @param headline gives the line above the reasons, from their number
   * @throws InputException with the first reasons, each on a line of its own
   */
  public void throwIfAny(LongFunction<String> headline) {
    if (count > 0) {
      List<String> lines = new ArrayList<>(List.of(headline.apply(count)));
      reasons.forEach(reason -> lines.add("  " + reason));
      if (count > REASONS) {
        lines.add("  and " + (count - REASONS) + " more");
      }
      throw new InputException(String.join(System.lineSeparator(), lines));
    }
  }
}
