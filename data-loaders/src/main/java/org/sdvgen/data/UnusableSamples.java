package org.sdvgen.data;

import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;

/** What a data set holds that cannot be used, each with its reason. */
final class UnusableSamples {
  /** More reasons than this make no error message clearer. */
  private static final int REASONS_IN_ERROR = 20;

  private final List<String> reasons = new ArrayList<>();

  /**
   * Notes one sample.
   *
   * @param reason names the file or line and says why
   */
  void add(String reason) {
    reasons.add(reason);
  }

  /**
   * Says every reason and how many samples are left.
   *
   * @param name the data set
   * @param usable how many samples can be used
   * @param notices is told
   * @throws InputException with the reasons if nothing can be used
   */
  void report(String name, int usable, Notices notices) {
    int all = usable + reasons.size();
    if (usable == 0) {
      throw new InputException(nothing(name));
    }
    reasons.forEach(reason -> notices.say("left out: " + reason));
    if (!reasons.isEmpty()) {
      notices.say(
          "%s: %d of %d samples can be used, %d are left out"
              .formatted(name, usable, all, reasons.size()));
    }
  }

  private String nothing(String name) {
    if (reasons.isEmpty()) {
      return name + ": there is not a single sample in it";
    }
    return listed(name + ": none of its " + reasons.size() + " samples can be used", reasons);
  }

  /**
   * Returns a headline and the first of the reasons, each on a line of its own.
   *
   * @param headline what the reasons are for
   * @param reasons any number of sentences
   */
  static String listed(String headline, List<String> reasons) {
    StringBuilder text = new StringBuilder(headline);
    reasons.stream().limit(REASONS_IN_ERROR).forEach(reason -> text.append("\n  ").append(reason));
    int more = reasons.size() - REASONS_IN_ERROR;
    return more > 0
        ? text.append("\n  and ").append(more).append(" more").toString()
        : text.toString();
  }
}
