package org.sdvgen.host.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.host.page.RunPlots.Drawing;
import org.sdvgen.host.page.RunPlots.Size;

/**
 * Keeps the page {@code report.html} in a run's folder. It is made from the run's files alone, at
 * every checkpoint and in the end, and needs no other file: drawings, strips and clips are inside.
 */
public final class RunReport implements TrainingListener {
  private static final Size WIDE = new Size(1090, 400);
  private static final Size HALF = new Size(540, 300);
  private static final Drawing GRADIENT =
      new Drawing("Gradient before clipping", "L2 norm", Map.of("grad_norm", "gradient norm"));
  private static final Drawing RATE =
      new Drawing("Learning rate", "rate", Map.of("lr", "learning rate"));
  private static final Drawing MEMORY = memory();

  private final Path outputDir;
  private final TrainingPlan plan;
  private final Map<String, String> settings;

  /**
   * A page that is not written yet.
   *
   * @param plan the run as it is planned
   * @param settings the configuration by key
   */
  public RunReport(TrainingPlan plan, Map<String, String> settings) {
    this.plan = plan;
    this.settings = settings;
    outputDir = plan.outputDir();
  }

  private static Drawing memory() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("resident_mb", "resident");
    names.put("heap_mb", "of it Java heap");
    return new Drawing("Memory of the process", "MiB", names);
  }

  @Override
  public void checkpointSaved(long steps, Path folder) {
    write();
  }

  @Override
  public void finished(TrainingSummary summary) {
    write();
  }

  private void write() {
    List<JsonNode> lines = JsonLines.read(outputDir.resolve(RunPlots.METRICS));
    new HtmlPage(RunReport.class, "run.html")
        .text("name", String.valueOf(outputDir.getFileName()))
        .text("backbone", plan.backbone())
        .text("parameters", String.format(Locale.ROOT, "%,d", plan.trainableParameters()))
        .text("policy", plan.policy())
        .text(
            "rules", plan.updateRules().isEmpty() ? "none" : String.join(", ", plan.updateRules()))
        .put(
            "totals",
            new TotalsTable(RunTotals.of(lines), RunPlots.lossEnds(outputDir), plan).html())
        .put("loss", drawing("loss", RunPlots.loss("Loss by track", outputDir, WIDE)))
        .put("clips", ClipHistory.of(outputDir, lines).html())
        .put("figures", figures())
        .put("settings", settings())
        .write(outputDir.resolve("report.html"));
  }

  private String figures() {
    return drawing("gradient norm", RunPlots.figures(GRADIENT, outputDir, HALF))
        + drawing("learning rate", RunPlots.figures(RATE, outputDir, HALF))
        + drawing("throughput", RunPlots.throughput(outputDir, HALF))
        + drawing("memory", RunPlots.figures(MEMORY, outputDir, HALF))
        + drawing(
            "gradient cosine",
            RunPlots.cosines("Cosine of the gradients", Map.of("cosine", outputDir), WIDE));
  }

  private static String drawing(String what, Optional<String> svg) {
    return svg.map(document -> Html.drawing(what, document)).orElse("");
  }

  private String settings() {
    StringBuilder rows = new StringBuilder("<table class=\"settings\">");
    settings.forEach(
        (key, value) ->
            rows.append("<tr><td>")
                .append(Html.escape(key))
                .append("</td><td>")
                .append(Html.escape(value))
                .append("</td></tr>"));
    return rows.append("</table>").toString();
  }
}
