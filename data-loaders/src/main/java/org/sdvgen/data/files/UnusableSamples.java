package org.sdvgen.data.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;

/** The unusable samples of a data set, each with its reason. */
public final class UnusableSamples {
  /** More reasons than this make no error message clearer. */
  private static final int REASONS_IN_ERROR = 20;

  /** More reasons than this are counted and not kept: a data set may have millions. */
  private static final int REASONS_KEPT = 1000;

  private final List<String> reasons = new ArrayList<>();
  private final List<String> passedOver = new ArrayList<>();
  private long count;

  /** None so far. */
  public UnusableSamples() {}

  /**
   * Notes one sample.
   *
   * @param reason names the file or line and says why
   */
  public void add(String reason) {
    count++;
    if (reasons.size() < REASONS_KEPT) {
      reasons.add(reason);
    }
  }

  /**
   * Notes files of the data set that are not samples.
   *
   * @param sentence names the files and the reason
   */
  public void passOver(String sentence) {
    passedOver.add(sentence);
  }

  /**
   * The number of noted samples.
   *
   * @return their number
   */
  public long count() {
    return count;
  }

  /**
   * Reports the reasons and the number of usable samples.
   *
   * @param name the data set
   * @param usable number of usable samples
   * @param notices takes the report
   * @throws InputException with the reasons if nothing can be used
   */
  public void report(String name, long usable, Notices notices) {
    if (usable == 0) {
      throw new InputException(nothing(name));
    }
    passedOver.forEach(notices::say);
    reasons.forEach(reason -> notices.say("skipped: " + reason));
    if (count > 0) {
      notices.say(
          String.format(
              Locale.ROOT,
              "%s: %d of %d samples can be used, %d are skipped%s",
              name,
              usable,
              usable + count,
              count,
              count > reasons.size() ? ", the first " + reasons.size() + " named" : ""));
    }
  }

  private String nothing(String name) {
    StringBuilder text =
        new StringBuilder(
            count == 0
                ? name + ": there is not a single sample in it"
                : listed(
                    String.format(
                        Locale.ROOT, "%s: none of its %d samples can be used", name, count)));
    passedOver.forEach(sentence -> text.append("\n  ").append(sentence));
    return text.toString();
  }

  /**
   * Returns a headline and the first of the reasons, each on a line of its own.
   *
   * @param headline introduces the reasons
   * @return several lines
   */
  public String listed(String headline) {
    StringBuilder text = new StringBuilder(headline);
    reasons.stream().limit(REASONS_IN_ERROR).forEach(reason -> text.append("\n  ").append(reason));
    long more = count - REASONS_IN_ERROR;
    return more > 0
        ? text.append("\n  and ").append(more).append(" more").toString()
        : text.toString();
  }
}
