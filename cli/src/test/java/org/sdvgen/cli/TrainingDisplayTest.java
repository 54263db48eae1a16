package org.sdvgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.ShapeCount;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingPlan;

final class TrainingDisplayTest {
  private static final StepReport STEP =
      new StepReport(
          9,
          100,
          Optional.empty(),
          Map.of("motion", 0.51234),
          1.25,
          5e-5,
          2.0,
          List.of("a.mp4"),
          Map.of());

  @Test
  void lineHasTrackLossNormRateAndTimeLeft() {
    assertEquals(
        "step 10/100  motion loss 0.5123  grad norm 1.250  lr 5.00e-05  2.00 s/it  ETA 0:03:00",
        TrainingDisplay.line(STEP, 2.0));
  }

  @Test
  void skippedStepSaysWhy() {
    StepReport skipped =
        new StepReport(
            9,
            100,
            Optional.of("the gradient's norm is NaN"),
            Map.of("motion", 0.5),
            Double.NaN,
            5e-5,
            2.0,
            List.of("a.mp4"),
            Map.of());
    assertEquals(
        "step 10/100  skipped: the gradient's norm is NaN  2.00 s/it  ETA 0:03:00",
        TrainingDisplay.line(skipped, 2.0));
  }

  @Test
  void linesWhereNobodyWatches() {
    StringWriter err = new StringWriter();
    try (TrainingDisplay display = new TrainingDisplay(new PrintWriter(err), false)) {
      display.started(plan());
      display.stepFinished(STEP);
      display.checkpointSaved(10, Path.of("out", "checkpoint-10"));
    }
    String text = err.toString();
    assertTrue(text.contains("1,234 trainable parameters, 100 steps"), text);
    assertTrue(text.contains("720x480, 49 frames at 8 fps"), text);
    assertTrue(text.contains("step 10/100"), text);
    assertTrue(text.contains("saved " + Path.of("out", "checkpoint-10")), text);
  }

  @Test
  void lossesAreAveragedByTrack() {
    LossByTrack losses = new LossByTrack();
    losses.add(Map.of("motion", 1.0));
    losses.add(Map.of("identity", 3.0));
    losses.add(Map.of("motion", 2.0));
    assertEquals("identity 3.00 motion 1.10", losses.toString());
  }

  private static TrainingPlan plan() {
    TrackShape shape = new TrackShape(480, 720, 49, 8, Fit.COVER);
    TrainingPlan.Track track =
        new TrainingPlan.Track(
            "motion",
            "motion",
            "captioned-videos",
            4000,
            32,
            1,
            List.of(new ShapeCount(shape, 4000)));
    return new TrainingPlan(
        "cogvideox",
        1234,
        0,
        100,
        "alternating[steps=1]",
        List.of(),
        List.of(track),
        new ComputeThreads(1, "a small model"),
        Path.of("out"),
        Optional.empty());
  }
}
