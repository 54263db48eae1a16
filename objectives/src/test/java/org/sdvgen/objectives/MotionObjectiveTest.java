package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.testkit.FakeData;
import org.sdvgen.testkit.contract.ObjectiveContractTest;

class MotionObjectiveTest extends ObjectiveContractTest {
  private static MotionSettings settings(double tokenDrop, TokenDropSampling sampling) {
    return settings(tokenDrop, sampling, 1);
  }

  private static MotionSettings settings(
      double tokenDrop, TokenDropSampling sampling, int frameStride) {
    return new MotionSettings(
        tokenDrop,
        sampling,
        frameStride,
        ClipStart.RANDOM,
        LatentSampling.SAMPLE,
        LatentSampling.SAMPLE);
  }

  @Override
  protected Objective newObjective() {
    return new MotionObjective(settings(0.5, TokenDropSampling.BERNOULLI));
  }

  @Override
  protected Sample sample(int index) {
    return FakeData.video(index);
  }

  /** A video whose frame f has the value f / 10 everywhere. */
  private static Sample staircase(int index) {
    return new CaptionedVideo("stairs-" + index, MotionObjectiveTest::stairs, "a <b> climb");
  }

  private static PixelClip stairs(ClipRequest request) {
    int plane = request.view().height() * request.view().width();
    float[] values = new float[3 * request.frames() * plane];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / plane % request.frames() / 10f;
    }
    return new PixelClip(
        3, request.frames(), request.view().height(), request.view().width(), values);
  }

  @Test
  void drawsTheReferenceFromAllFramesAlike() {
    Objective objective = newObjective();
    long[] counts = new long[Rig.FRAMES];
    try (Rig rig = Rig.seeded()) {
      for (int step = 0; step < 30; step++) {
        int from = step * 60;
        rig.step(
            objective, rig.batch(objective, MotionObjectiveTest::staircase, from, from + 60, step));
      }
      assertEquals(1800, rig.model.pictures.size(), "one frame per sample");
      rig.model.pictures.forEach(value -> counts[Math.round(value * 10)]++);
    }
    Frequencies.assertUniform(counts);
  }

  @Test
  void dropsTokensAsOftenAsSetAndEachByItself() {
    double drop = 0.35;
    Objective objective = new MotionObjective(settings(drop, TokenDropSampling.BERNOULLI));
    try (Rig rig = Rig.seeded()) {
      for (int step = 0; step < 20; step++) {
        rig.step(objective, rig.batch(objective, FakeData::video, 60 * step, 60 * step + 60, step));
      }
      List<boolean[]> rows = rig.model.keeps.stream().flatMap(List::stream).toList();
      int tokens = rows.get(0).length;
      long kept = rows.stream().mapToInt(WatchedModel::count).sum();
      Frequencies.assertShare(1 - drop, kept, (long) rows.size() * tokens);
      for (int token = 0; token < tokens; token++) {
        int at = token;
        long keptHere = rows.stream().filter(row -> row[at]).count();
        Frequencies.assertShare(1 - drop, keptHere, rows.size());
      }
      assertTrue(rows.stream().mapToInt(WatchedModel::count).distinct().count() > 2);
    }
  }

  @Test
  void dropsAFixedNumberIfAsked() {
    Objective objective = new MotionObjective(settings(0.5, TokenDropSampling.FIXED));
    try (Rig rig = Rig.seeded()) {
      rig.step(objective, rig.batch(objective, FakeData::video, 0, 8, 0));
      assertEquals(Set.of(3), Set.copyOf(rig.model.kept(0)), "half of 2 x 3 tokens");
      Set<String> patterns =
          Set.copyOf(rig.model.keeps.get(0).stream().map(Arrays::toString).distinct().toList());
      assertTrue(patterns.size() > 1, "which tokens are kept is random");
    }
  }

  /** Of 9 frames the reference is frame 0, 4 or 8, each as often. */
  @Test
  void drawsTheReferenceFromEveryNthFrameAlike() {
    Objective objective = new MotionObjective(settings(0.5, TokenDropSampling.BERNOULLI, 4));
    long[] counts = new long[Rig.FRAMES];
    try (Rig rig = Rig.seeded()) {
      for (int step = 0; step < 20; step++) {
        int from = step * 60;
        rig.step(
            objective, rig.batch(objective, MotionObjectiveTest::staircase, from, from + 60, step));
      }
      rig.model.pictures.forEach(value -> counts[Math.round(value * 10)]++);
    }
    for (int frame = 0; frame < Rig.FRAMES; frame++) {
      Frequencies.assertShare(frame % 4 == 0 ? 1.0 / 3 : 0, counts[frame], 1200);
    }
  }

  @Test
  void dropsAWholeReferenceAsOftenAsSet() {
    Objective objective = new MotionObjective(settings(0.3, TokenDropSampling.WHOLE));
    int steps = 40;
    int size = 50;
    try (Rig rig = Rig.seeded()) {
      for (int step = 0; step < steps; step++) {
        int from = step * size;
        rig.step(objective, rig.batch(objective, FakeData::video, from, from + size, step));
      }
      List<boolean[]> rows = rig.model.keeps.stream().flatMap(List::stream).toList();
      assertTrue(
          rows.stream().allMatch(row -> WatchedModel.count(row) % Math.max(1, row.length) == 0),
          "a reference is dropped as a whole");
      long dropped = rows.stream().filter(row -> WatchedModel.count(row) == 0).count();
      Frequencies.assertShare(0.3, dropped, (long) steps * size);
    }
  }

  /** Gradients are compared with every reference; dropped tokens are no dropped reference. */
  @Test
  void comparesGradientsWithEveryReference() {
    Objective whole = new MotionObjective(settings(0.5, TokenDropSampling.WHOLE));
    Objective tokens = newObjective();
    Objective never = new MotionObjective(settings(1, TokenDropSampling.WHOLE));
    assertSame(tokens, tokens.withoutReferenceDrop());
    assertSame(never, never.withoutReferenceDrop());
    try (Rig rig = Rig.seeded()) {
      Objective compared = whole.withoutReferenceDrop();
      rig.step(compared, rig.batch(compared, FakeData::video, 0, 16, 0));
      assertEquals(Set.of(6), Set.copyOf(rig.model.kept(0)), "2 x 3 tokens");
    }
  }

  @Test
  void refusesAStrideBelowOne() {
    assertThrows(
        IllegalArgumentException.class, () -> settings(0.5, TokenDropSampling.BERNOULLI, 0));
  }

  @Test
  void isTextToVideoWhenAllTokensAreDropped() {
    Objective objective = new MotionObjective(settings(1, TokenDropSampling.BERNOULLI));
    assertEquals(Set.of(), objective.references());
    try (Rig rig = Rig.seeded()) {
      rig.step(objective, rig.batch(objective, FakeData::video, 0, 2, 0));
      assertEquals(List.of(0, 0), rig.model.kept(0));
    }
  }

  @Test
  void needsReferenceTokensEvenIfItDropsNone() {
    assertEquals(Set.of(ReferenceMode.TOKENS), newObjective().references());
    assertEquals(
        Set.of(ReferenceMode.TOKENS),
        new MotionObjective(settings(0, TokenDropSampling.FIXED)).references());
  }

  @Test
  void leavesCaptionsAsTheyAre() {
    Objective objective = newObjective();
    try (Rig rig = Rig.seeded()) {
      rig.step(objective, rig.batch(objective, MotionObjectiveTest::staircase, 0, 1, 0));
      assertEquals(List.of("a <b> climb"), rig.model.prompts.get(0));
    }
  }
}
