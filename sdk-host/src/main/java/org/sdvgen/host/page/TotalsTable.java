package org.sdvgen.host.page;

import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.page.RunPlots.LossEnds;
import org.sdvgen.host.page.RunPlots.Point;
import org.sdvgen.host.page.RunTotals.TrackTotals;

/**
 * The sums of a run as tables.
 *
 * @param totals the sums
 * @param losses where the lines of the page's drawing end
 * @param plan the run as it is planned
 */
record TotalsTable(RunTotals totals, LossEnds losses, TrainingPlan plan) {
  private static final String NONE = "-";
  private static final int PERCENT = 100;

  /** Writes a sentence and a table with a row for every track. */
  String html() {
    StringBuilder text = new StringBuilder(sentence());
    text.append("<table class=\"scores\"><thead><tr><th>track</th><th>steps</th><th>share</th>")
        .append("<th>samples</th><th>samples/s</th><th>s/step</th><th>loss, latest mean</th>")
        .append("<th>held out, latest</th></tr></thead><tbody>");
    SortedSet<String> names = new TreeSet<>(totals.tracks().keySet());
    names.addAll(losses.heldOut().keySet());
    for (String name : names) {
      row(text, name, totals.tracks().getOrDefault(name, TrackTotals.NONE));
    }
    return text.append("</tbody></table>").toString();
  }

  private String sentence() {
    double seconds = totals.trainingSeconds();
    return format(
        "<p>%,d of %,d steps, %s steps and %s samples per second; %s of training, %s of"
            + " validation. %d steps were skipped because their numbers were not finite.%s</p>",
        totals.steps(),
        plan.maxSteps(),
        rate((double) totals.steps(), seconds),
        rate((double) totals.samples(), seconds),
        duration(seconds),
        duration(totals.validationSeconds()),
        totals.skipped(),
        totals.peakMb().map(peak -> format(" At most %,.0f MiB were resident.", peak)).orElse(""));
  }

  private void row(StringBuilder text, String name, TrackTotals track) {
    double share = (double) track.steps() / Math.max(1, totals.steps());
    text.append(
        format(
            "<tr><th>%s</th><td>%,d</td><td style=\"--way:%.0f%%\">%.1f %%</td><td>%,d</td>"
                + "<td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
            Html.escape(name),
            track.steps(),
            PERCENT * share,
            PERCENT * share,
            track.samples(),
            rate((double) track.samples(), track.seconds()),
            rate(track.seconds(), (double) track.steps()),
            end(losses.training(), name),
            end(losses.heldOut(), name)));
  }

  private static String rate(double value, double units) {
    return units > 0 ? format("%.3g", value / units) : NONE;
  }

  private static String end(Map<String, Point> ends, String track) {
    Point end = ends.get(track);
    return end == null ? NONE : format("%.4g<small>at step %,d</small>", end.value(), end.step());
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return format("%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
