package org.sdvgen.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.page.RunPlots.LossEnds;
import org.sdvgen.host.page.RunPlots.Point;

/** The page of whole runs. */
final class RunReportTest {
  @TempDir private Path folder;

  private FakeRun run() {
    return FakeRun.in(folder)
        .with("generate.num_inference_steps", "1")
        .with("track.short.held_out", "2")
        .with("track.long.held_out", "2")
        .with("validation.loss_steps", "3")
        .with("validation.steps", "3")
        .with("validation.prompts.prompt", "waves & <b>hills</b> ${loss}");
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("report.html"));
  }

  private static long count(String page, String text) {
    return Pattern.compile(text, Pattern.LITERAL).matcher(page).results().count();
  }

  @Test
  void pageShowsTheRunAndNeedsNoOtherFile() throws IOException {
    run().train();
    String page = page();
    for (String part :
        List.of(
            "6 of 6 steps",
            "<th>short</th><td>3</td>",
            "50.0 %",
            "alt=\"loss\"",
            "alt=\"throughput\"",
            "alt=\"memory\"",
            "alt=\"learning rate\"",
            "<td>lora.dropout</td><td>0.2</td>")) {
      assertTrue(page.contains(part), part);
    }
    Matcher source = Pattern.compile("(?:src|href)=\"([^\"]{0,10})").matcher(page);
    while (source.find()) {
      assertTrue(source.group(1).startsWith("data:"), source.group());
    }
  }

  @Test
  void latestLossesAreWhereTheDrawingEnds() throws IOException {
    run().train();
    LossEnds ends = RunPlots.lossEnds(folder);
    List<JsonNode> steps =
        JsonLines.read(folder.resolve(RunPlots.METRICS)).stream()
            .filter(line -> line.path("track").asText().equals("short"))
            .toList();
    // A line through three points ends in the mean of the last two.
    assertEquals(3, steps.size());
    double mean = (steps.get(1).path("loss").asDouble() + steps.get(2).path("loss").asDouble()) / 2;
    String trained = String.format(Locale.ROOT, "<td>%.4g<small>at step 4</small></td>", mean);
    assertTrue(page().contains(trained), trained);
    Point end = Objects.requireNonNull(ends.training().get("short"));
    assertEquals(mean, end.value(), 1e-12);
    assertEquals(Set.of("short", "long"), ends.heldOut().keySet());
    for (Point measured : ends.heldOut().values()) {
      String heldOut =
          String.format(Locale.ROOT, "<td>%.4g<small>at step 6</small></td>", measured.value());
      assertTrue(page().contains(heldOut), heldOut);
    }
  }

  @Test
  void trackWithoutAStepHasItsHeldOutLossAlone() {
    LossEnds ends = new LossEnds(Map.of(), Map.of("rare", new Point(0, 0.5)));
    try (Sdvgen sdvgen = run().builder().open()) {
      String table = new TotalsTable(RunTotals.of(List.of()), ends, sdvgen.trainer().plan()).html();
      assertTrue(
          table.contains(
              "<td>-</td><td>-</td><td>-</td><td>0.5000<small>at step 0</small></td></tr>"),
          table);
    }
  }

  @Test
  void clipsAreShownByStep() throws IOException {
    run().train();
    String page = page();
    assertEquals(1, count(page, "data:video/mp4"));
    for (String step : List.of("step 0", "step 3", "step 6")) {
      assertEquals(1, count(page, "<th>" + step + "</th>"));
    }
    assertTrue(page.contains("waves &amp; &lt;b&gt;hills&lt;/b&gt; ${loss}"), "text, not markup");
  }

  @Test
  void everyCheckpointWritesThePage() {
    List<Integer> steps = new ArrayList<>();
    try (Sdvgen sdvgen = run().with("checkpointing_steps", "2").builder().open()) {
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void checkpointSaved(long step, Path checkpoint) {
                  try {
                    Matcher taken = Pattern.compile("(\\d+) of 6 steps").matcher(page());
                    assertTrue(taken.find());
                    steps.add(Integer.valueOf(taken.group(1)));
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                }
              });
    }
    assertEquals(List.of(2, 4, 6), steps);
  }

  @Test
  void runWithoutClipsSaysHowToGetThem() throws IOException {
    run().with("validation.steps", "0").train();
    assertTrue(page().contains("<code>validation.prompts</code>"));
    assertFalse(page().contains("<video"));
  }
}
