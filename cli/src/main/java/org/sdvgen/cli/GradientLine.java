package org.sdvgen.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.sdvgen.host.GradientReport;

/** A comparison of gradients in one line. */
final class GradientLine {
  private GradientLine() {}

  static String of(GradientReport report) {
    GradientReport.Group all =
        Objects.requireNonNull(report.groups().get(GradientReport.ALL), "no figures over all");
    String norms =
        all.norms().entrySet().stream()
            .map(norm -> String.format(Locale.ROOT, "%s %.4g", norm.getKey(), norm.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "gradients after %d steps  cosine %.4f  norms %s",
        report.step(),
        all.cosine(),
        norms);
  }
}
