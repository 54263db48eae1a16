package org.sdvgen.cli;

import java.util.Locale;
import org.sdvgen.host.TrainingPlan;

/** A run's plan in a few lines. */
final class TrainingBanner {
  private TrainingBanner() {}

  static String of(TrainingPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Training %s: %,d trainable parameters, %,d steps%n",
            plan.backbone(),
            plan.trainableParameters(),
            plan.maxSteps()));
    plan.tracks().forEach(track -> text.append(line(track)));
    text.append("  switch ").append(plan.policy()).append(System.lineSeparator());
    plan.updateRules()
        .forEach(rule -> text.append("  update rule ").append(rule).append(System.lineSeparator()));
    text.append("  computes with ").append(plan.threads()).append(System.lineSeparator());
    plan.resumedFrom()
        .ifPresent(
            folder -> text.append("  resumed from ").append(folder).append(System.lineSeparator()));
    return text.append("  output in ").append(plan.outputDir()).toString();
  }

  private static String line(TrainingPlan.Track track) {
    return String.format(
        Locale.ROOT,
        "  track %s: objective %s on %,d samples of %s, batch %d (%d at a time), %s%n",
        track.name(),
        track.objective(),
        track.samples(),
        track.data(),
        track.batchSize(),
        track.microBatchSize(),
        ShapeWords.of(track.shapes()));
  }
}
