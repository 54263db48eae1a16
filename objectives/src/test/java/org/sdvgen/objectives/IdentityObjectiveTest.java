package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TokenPlace;
import org.sdvgen.testkit.FakeData;
import org.sdvgen.testkit.contract.ObjectiveContractTest;

class IdentityObjectiveTest extends ObjectiveContractTest {
  private static final IdentitySettings PAPER = settings(0.5);

  private static IdentitySettings settings(double viewDrop) {
    return new IdentitySettings(
        viewDrop,
        1,
        1.25,
        1,
        1.25,
        TokenPlace.BEFORE_SUBJECT,
        LatentSampling.SAMPLE,
        LatentSampling.SAMPLE);
  }

  @Override
  protected Objective newObjective() {
    return new IdentityObjective(PAPER);
  }

  @Override
  protected Sample sample(int index) {
    return FakeData.pair(index);
  }

  @Test
  void marksTheSubjectInThePrompt() {
    try (Rig rig = Rig.seeded()) {
      assertEquals(
          "a <cls> chair in the rain", rig.load(newObjective(), FakeData.pair(1), 0).prompt());
    }
  }

  /** The prompt that is checked before training is the one that is trained on. */
  @ParameterizedTest
  @CsvSource({
    "BEFORE_SUBJECT, a <cls> chair in the rain",
    "START, <cls> a chair in the rain",
    "NONE, a chair in the rain"
  })
  void putsTheTokenWhereItIsSet(TokenPlace place, String expected) {
    Objective objective =
        new IdentityObjective(
            new IdentitySettings(
                0.5, 1, 1.25, 1, 1.25, place, LatentSampling.SAMPLE, LatentSampling.SAMPLE));
    try (Rig rig = Rig.seeded()) {
      SubjectPair pair = FakeData.pair(1);
      assertEquals(expected, rig.load(objective, pair, 0).prompt());
      assertEquals(Optional.of(expected), objective.prompt(pair, rig.backbone.spec()));
      Objective compared = objective.withoutReferenceDrop();
      assertEquals(expected, rig.load(compared, pair, 0).prompt());
    }
  }

  @Test
  void refusesAPromptWithoutItsSubjectByTheSamplesName() {
    SubjectPair pair = FakeData.pair(0);
    SubjectPair wrong =
        new SubjectPair("pairs.jsonl:7", pair.source(), pair.target(), "a cat", "dog");
    try (Rig rig = Rig.seeded()) {
      InputException e =
          assertThrows(InputException.class, () -> rig.load(newObjective(), wrong, 0));
      assertEquals(
          "pairs.jsonl:7: the subject \"dog\" does not occur in the prompt \"a cat\": name it there"
              + " by the same words",
          e.getMessage());
    }
  }

  @Test
  void cropsBothViewsByThemselves() {
    SubjectPair pair = FakeData.pair(0);
    SubjectPair same = new SubjectPair("x", pair.target(), pair.target(), pair.prompt(), "chair");
    try (Rig rig = Rig.seeded()) {
      Example example = rig.load(newObjective(), same, 3);
      assertFalse(Arrays.equals(example.clip("source").values(), example.clip("target").values()));
    }
  }

  /** Each picture has a range of its own; the ranges are apart, so that one shows the other. */
  @Test
  void zoomsEachViewWithinItsOwnRange() {
    List<View> sources = new ArrayList<>();
    List<View> targets = new ArrayList<>();
    SubjectPair pair = FakeData.pair(0);
    SubjectPair watched =
        new SubjectPair(
            pair.id(),
            view -> noted(sources, view, pair.source()),
            view -> noted(targets, view, pair.target()),
            pair.prompt(),
            pair.subject());
    IdentitySettings settings =
        new IdentitySettings(
            0.5, 1, 1.5, 2, 3, TokenPlace.BEFORE_SUBJECT, LatentSampling.MODE, LatentSampling.MODE);
    try (Rig rig = Rig.seeded()) {
      for (int position = 0; position < 100; position++) {
        rig.load(new IdentityObjective(settings), watched, position);
      }
    }
    assertZoomsFill(sources, 1, 1.5);
    assertZoomsFill(targets, 2, 3);
  }

  private static PixelClip noted(List<View> views, View view, Picture picture) {
    views.add(view);
    return picture.read(view);
  }

  private static void assertZoomsFill(List<View> views, double min, double max) {
    double tenth = (max - min) / 10;
    DoubleSummaryStatistics zooms = views.stream().mapToDouble(View::zoom).summaryStatistics();
    assertEquals(100, zooms.getCount());
    assertEquals(min + tenth / 2, zooms.getMin(), tenth / 2, "the smallest of 100 zooms");
    assertEquals(max - tenth / 2, zooms.getMax(), tenth / 2, "the largest of 100 zooms");
  }

  @Test
  void takesWholePicturesWithoutJitter() {
    IdentitySettings still =
        new IdentitySettings(
            0, 1, 1, 1, 1, TokenPlace.BEFORE_SUBJECT, LatentSampling.MODE, LatentSampling.MODE);
    SubjectPair pair = FakeData.pair(0);
    try (Rig rig = Rig.seeded()) {
      Example first = rig.load(new IdentityObjective(still), pair, 3);
      Example second = rig.load(new IdentityObjective(still), pair, 4);
      assertArrayEquals(first.clip("target").values(), second.clip("target").values());
    }
  }

  @Test
  void dropsViewsAsOftenAsSet() {
    double viewDrop = 0.3;
    int steps = 40;
    int size = 50;
    Objective objective = new IdentityObjective(settings(viewDrop));
    try (Rig rig = Rig.seeded()) {
      for (int step = 0; step < steps; step++) {
        int from = step * size;
        rig.step(objective, rig.batch(objective, FakeData::pair, from, from + size, step));
      }
      long dropped =
          rig.model.keeps.stream()
              .flatMap(List::stream)
              .filter(row -> WatchedModel.count(row) == 0)
              .count();
      Frequencies.assertShare(viewDrop, dropped, (long) steps * size);
      assertTrue(
          rig.model.keeps.stream()
              .flatMap(List::stream)
              .allMatch(row -> WatchedModel.count(row) % Math.max(1, row.length) == 0),
          "a view is dropped as a whole");
    }
  }

  @Test
  void keepsOrDropsEveryViewAtTheEnds() {
    try (Rig rig = Rig.seeded()) {
      Objective never = new IdentityObjective(settings(0));
      Objective always = new IdentityObjective(settings(1));
      rig.step(never, rig.batch(never, FakeData::pair, 0, 8, 0));
      rig.step(always, rig.batch(always, FakeData::pair, 0, 8, 0));
      assertFalse(rig.model.kept(0).contains(0));
      assertEquals(Set.of(0), Set.copyOf(rig.model.kept(1)));
      assertEquals(Set.of(), always.references());
    }
  }

  /** The host compares these modes with those of the backbone before training. */
  @Test
  void needsReferenceTokensUnlessTheReferenceIsAlwaysDropped() {
    assertEquals(Set.of(ReferenceMode.TOKENS), newObjective().references());
    assertEquals(Set.of(), new IdentityObjective(settings(1)).references());
  }

  @Test
  void comparesGradientsWithEveryView() {
    try (Rig rig = Rig.seeded()) {
      Objective compared = new IdentityObjective(settings(0.5)).withoutReferenceDrop();
      rig.step(compared, rig.batch(compared, FakeData::pair, 0, 16, 0));
      assertFalse(rig.model.kept(0).contains(0));
      assertEquals(
          Set.of(), new IdentityObjective(settings(1)).withoutReferenceDrop().references());
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> settings(1.5));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new IdentitySettings(
                0.5,
                0.9,
                1,
                1,
                1,
                TokenPlace.BEFORE_SUBJECT,
                LatentSampling.MODE,
                LatentSampling.MODE));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new IdentitySettings(
                0.5,
                1,
                1,
                1.2,
                1.1,
                TokenPlace.BEFORE_SUBJECT,
                LatentSampling.MODE,
                LatentSampling.MODE));
  }
}
