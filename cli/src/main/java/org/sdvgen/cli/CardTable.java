package org.sdvgen.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.MemoryPlan.Remedy;
import org.sdvgen.host.MemoryWords;

/** Plans of one run for several cards: a Markdown table with a row for each. */
final class CardTable {
  private CardTable() {}

  static String of(List<MemoryPlan> plans) {
    List<String> lines = new ArrayList<>();
    lines.add("| card | as configured | settings | planned peak | s/step |");
    lines.add("|---|---|---|---|---|");
    plans.forEach(plan -> lines.addAll(rows(plan)));
    lines.add("");
    lines.add(PlanTable.assumptions(plans.get(0).machine()));
    return String.join(System.lineSeparator(), lines);
  }

  private static List<String> rows(MemoryPlan plan) {
    String card = MemoryWords.size(plan.machine().deviceBytes());
    String now = MemoryWords.size(plan.peak());
    if (plan.fits()) {
      return List.of(
          row(card, "fits", "`memory.mode=" + plan.mode() + "`", now, plan.slowestStep()));
    }
    String needs = "needs " + now;
    if (plan.remedies().isEmpty()) {
      return List.of("| " + card + " | " + needs + " | nothing makes it fit | - | - |");
    }
    return plan.remedies().stream().map(remedy -> row(card, needs, remedy)).toList();
  }

  private static String row(String card, String now, Remedy remedy) {
    return row(
        card,
        now,
        "`" + MemoryWords.settings(remedy.settings()) + "`",
        MemoryWords.size(remedy.deviceBytes()),
        remedy.seconds());
  }

  private static String row(String card, String now, String settings, String peak, double step) {
    return String.format(
        Locale.ROOT, "| %s | %s | %s | %s | %.1f |", card, now, settings, peak, step);
  }
}
