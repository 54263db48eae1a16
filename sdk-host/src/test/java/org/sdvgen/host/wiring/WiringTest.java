package org.sdvgen.host.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.ShapeCount;
import org.sdvgen.host.TestPlugin;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.testkit.NativeMemory;

/** What is refused before the first step. */
final class WiringTest {
  @TempDir private Path folder;

  private FakeRun run() {
    return FakeRun.in(folder);
  }

  private static String failure(FakeRun run) {
    return failure(run.builder());
  }

  private static String failure(SdvgenBuilder builder) {
    try (Sdvgen sdvgen = builder.open()) {
      return String.valueOf(assertThrows(InputException.class, sdvgen::trainer).getMessage());
    }
  }

  @Test
  void planSaysWhatWillBeTrained() {
    FakeRun run = run().with("track.short.micro_batch_size", "2");
    try (Sdvgen sdvgen = run.builder().open()) {
      TrainingPlan plan = sdvgen.trainer().plan();
      assertEquals("fake", plan.backbone());
      assertTrue(plan.trainableParameters() > 0);
      assertEquals(0, plan.firstStep());
      assertEquals(6, plan.maxSteps());
      TrackShape shape = new TrackShape(8, 12, 1, 8, Fit.COVER);
      assertEquals(
          new TrainingPlan.Track(
              "short", "fake[]", "fake-videos", 8, 3, 2, List.of(new ShapeCount(shape, 8))),
          plan.tracks().get(0));
      assertSame(sdvgen.trainer(), sdvgen.trainer());
    }
  }

  @Test
  void allTracksAreCheckedAtOnce() {
    String message =
        failure(
            run()
                .with("track.short.data.name", "fake-pairs")
                .with("track.long.data.name", "fake-pairs"));
    for (String track : List.of("short", "long")) {
      String problem =
          "track.%s.data.name = fake-pairs gives samples of the kind SubjectPair; the objective fake takes CaptionedVideo"
              .formatted(track);
      assertTrue(message.contains(problem), message);
    }
  }

  @Test
  void shapesAreFittedToTheModelAndThatIsSaid() {
    FakeRun run = run().with("track.short.height", "9").with("track.long.frames", "7");
    List<String> notices = new ArrayList<>();
    try (Sdvgen sdvgen = run.builder().notices(notices::add).open()) {
      List<TrainingPlan.Track> tracks = sdvgen.trainer().plan().tracks();
      assertEquals(new TrackShape(8, 12, 1, 8, Fit.COVER), shape(tracks.get(0)));
      assertEquals(new TrackShape(8, 12, 5, 8, Fit.COVER), shape(tracks.get(1)));
    }
    String rules =
        "for the backbone fake takes heights and widths in multiples of 4 and 4N+1 frames, at most"
            + " 17";
    assertEquals(
        List.of(
            "track.short.height: 8 is used instead of 9, " + rules,
            "track.long.frames: 5 is used instead of 7, " + rules),
        notices.stream().filter(notice -> notice.startsWith("track.")).toList());
  }

  private static TrackShape shape(TrainingPlan.Track track) {
    assertEquals(1, track.shapes().size());
    return track.shapes().get(0).shape();
  }

  @Test
  void samplesAreSortedIntoTheBucketsNearestInShape() {
    // Of every three samples one is wide, one square and one high.
    FakeRun run = run().withoutSizes("long").with("track.long.buckets", "8x8, 17x8, 8x16");
    List<String> notices = new ArrayList<>();
    try (Sdvgen sdvgen = run.builder().notices(notices::add).open()) {
      assertEquals(
          List.of(
              new ShapeCount(new TrackShape(8, 8, 5, 8, Fit.COVER), 3),
              new ShapeCount(new TrackShape(8, 16, 5, 8, Fit.COVER), 3),
              new ShapeCount(new TrackShape(16, 8, 5, 8, Fit.COVER), 2)),
          sdvgen.trainer().plan().tracks().get(1).shapes());
    }
    assertTrue(
        notices.get(0).startsWith("track.long.buckets: 16 is used instead of 17"),
        notices.toString());
  }

  private static String refusal(FakeRun run) {
    return String.valueOf(
        assertThrows(InputException.class, () -> run.builder().open()).getMessage());
  }

  @Test
  void bucketsThatCannotBeUsedAreRefused() {
    FakeRun run = run().withoutSizes("long");
    String same = failure(run.with("track.long.buckets", "8x8, 16x16"));
    assertTrue(same.contains("track.long.buckets: 8x8 and 16x16 have the same shape"), same);
    String words = refusal(run.with("track.long.buckets", "8x8, wide"));
    assertTrue(words.contains("track.long.buckets: expected a size as width x height"), words);
    String both =
        refusal(run.with("track.long.buckets", "8x8, 16x8").with("track.long.width", "8"));
    assertTrue(both.contains("track.long.buckets take the place of height and width"), both);
  }

  @Test
  void objectiveWhoseReferenceTheModelDoesNotTakeIsRefused() {
    FakeRun run =
        run()
            .with("backbone.references", "first_frame")
            .with("track.short.objective.name", "failing")
            .with("track.short.objective.references", "tokens");
    assertEquals(
        "the configuration: track.short.objective.name = failing gives the model a reference by"
            + " tokens; the backbone fake takes first_frame: choose another backbone, or an"
            + " objective without a reference",
        failure(run.builder().plugin(new TestPlugin())));
    run.with("backbone.references", "tokens, first_frame");
    try (Sdvgen sdvgen = run.builder().plugin(new TestPlugin()).open()) {
      assertEquals(6, sdvgen.trainer().plan().maxSteps());
    }
  }

  @Test
  void ruleThatNeedsSingleTracksIsRefusedBesideAPolicyThatMixesThem() {
    FakeRun run = run().with("update_rules", "single");
    try (Sdvgen sdvgen = run.builder().plugin(new TestPlugin()).open()) {
      assertEquals(6, sdvgen.trainer().plan().maxSteps());
    }
    assertEquals(
        "update_rules: single needs steps of one track each, but this switch.name may train"
            + " several in one step: change the settings of the policy (such as"
            + " switch.draws_per_step = 1), or leave the rule out",
        failure(run.with("switch.name", "all").builder().plugin(new TestPlugin())));
  }

  @Test
  void adapterTargetThatMatchesNothingIsRefused() {
    assertTrue(failure(run().with("lora.targets", "proj_inn")).contains("proj_in"));
  }

  @Test
  void configurationWithoutTracksCannotTrain() {
    try (Sdvgen sdvgen = Sdvgen.builder().configuration(Map.of("backbone.name", "fake")).open()) {
      InputException error = assertThrows(InputException.class, sdvgen::trainer);
      assertTrue(String.valueOf(error.getMessage()).contains("nothing to train"));
    }
  }

  @Test
  void closingFreesEverything() throws Throwable {
    run().train();
    NativeMemory.assertNothingLeft(
        () -> {
          try (Sdvgen sdvgen = run().builder().open()) {
            sdvgen.trainer();
            sdvgen.generator();
          }
        });
  }
}
