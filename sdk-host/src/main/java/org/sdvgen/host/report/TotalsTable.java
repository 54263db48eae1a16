package org.sdvgen.host.report;

import java.util.Locale;
import java.util.Optional;
import org.sdvgen.host.Html;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.report.RunTotals.TrackTotals;

/**
 * The sums of a run as tables.
 *
 * @param totals the sums
 * @param plan what the run does
 */
record TotalsTable(RunTotals totals, TrainingPlan plan) {
  private static final String NONE = "-";
  private static final int PERCENT = 100;

  /** Writes a sentence and a table with a row for every track. */
  String html() {
    StringBuilder text = new StringBuilder(sentence());
    text.append("<table class=\"scores\"><thead><tr><th>track</th><th>steps</th><th>share</th>")
        .append("<th>samples</th><th>samples/s</th><th>s/step</th><th>loss, latest mean</th>")
        .append("<th>held out, latest</th></tr></thead><tbody>");
    totals.tracks().forEach((name, track) -> row(text, name, track));
    return text.append("</tbody></table>").toString();
  }

  private String sentence() {
    double seconds = totals.trainingSeconds();
    return format(
        "<p>%,d of %,d steps, %.3g steps and %.3g samples per second; %s of training, %s of looking"
            + " at it. %d steps were skipped because their numbers were not finite.%s</p>",
        totals.steps(),
        plan.maxSteps(),
        totals.steps() / seconds,
        totals.samples() / seconds,
        duration(seconds),
        duration(totals.lookingSeconds()),
        totals.skipped(),
        totals.peakMb().map(peak -> format(" At most %,.0f MiB were resident.", peak)).orElse(""));
  }

  private void row(StringBuilder text, String name, TrackTotals track) {
    double share = (double) track.steps() / Math.max(1, totals.steps());
    text.append(
        format(
            "<tr><th>%s</th><td>%,d</td><td style=\"--way:%.0f%%\">%.1f %%</td><td>%,d</td>"
                + "<td>%.3g</td><td>%.3g</td><td>%s</td><td>%s</td></tr>",
            Html.escape(name),
            track.steps(),
            PERCENT * share,
            PERCENT * share,
            track.samples(),
            track.samples() / track.seconds(),
            track.seconds() / track.steps(),
            figure(track.loss()),
            figure(track.heldOut())));
  }

  private static String figure(Optional<Double> value) {
    return value.map(number -> format("%.4g", number)).orElse(NONE);
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return format("%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
