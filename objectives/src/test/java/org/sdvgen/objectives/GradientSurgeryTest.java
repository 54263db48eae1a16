package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.objectives.GradientSurgerySettings.Other;
import org.sdvgen.objectives.GradientSurgerySettings.Place;
import org.sdvgen.testkit.NativeMemory;
import org.sdvgen.testkit.golden.GoldenFolder;

class GradientSurgeryTest {
  private static final float EXACT = 1e-6f;

  @TempDir private Path folder = Path.of("");

  private static GradientSurgerySettings settings(double probability, int size, Other other) {
    return settings(probability, size, other, WeightFormat.FP32, Place.DEVICE, Optional.empty());
  }

  private static GradientSurgerySettings settings(
      double probability,
      int size,
      Other other,
      WeightFormat dtype,
      Place place,
      Optional<Path> folder) {
    return new GradientSurgerySettings(
        probability, "motion", "identity", size, other, dtype, place, folder);
  }

  private static RuleRig rig(GradientSurgerySettings settings) {
    return new RuleRig(new GradientSurgery(settings, RuleRig.CONTEXT));
  }

  private static float[] vector(JsonNode values) {
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) values.get(i).doubleValue();
    }
    return vector;
  }

  @Test
  void goldenCasesFromEitherSide() {
    JsonNode cases = GoldenFolder.open("cogvideox").json("10_pcgrad.json");
    for (JsonNode golden : GoldenFolder.filled(cases.path("cases"), "pair of gradients")) {
      GradientSurgerySettings settings = settings(golden.get("p").doubleValue(), 4, Other.MEAN);
      float[] image = vector(golden.get("g_img"));
      float[] video = vector(golden.get("g_vid"));
      float[] expected = vector(golden.get("g"));
      try (RuleRig rig = rig(settings)) {
        rig.step("motion", video);
        assertArrayEquals(expected, rig.step("identity", image), EXACT, golden.toString());
      }
      try (RuleRig rig = rig(settings)) {
        rig.step("identity", image);
        assertArrayEquals(expected, rig.step("motion", video), EXACT, golden.toString());
      }
    }
  }

  @Test
  void gradientsPassWhileTheOtherTrackHasNone() {
    try (RuleRig rig = rig(settings(0.2, 4, Other.MEAN))) {
      assertArrayEquals(new float[] {1, 2}, rig.step("identity", 1, 2));
      assertArrayEquals(new float[] {-3, -2}, rig.step("identity", -3, -2));
    }
  }

  /** Of (1, 0), (3, 0), (5, 0) a buffer of two keeps the last two; nothing conflicts. */
  @ParameterizedTest
  @EnumSource
  void bufferKeepsTheNewestOfItsTrack(Other other) {
    try (RuleRig rig = rig(settings(0.25, 2, other))) {
      rig.step("motion", 1, 0);
      rig.step("motion", 3, 0);
      rig.step("motion", 5, 0);
      float motion = other == Other.MEAN ? 4 : 5;
      assertArrayEquals(new float[] {0.25f * motion, 0.75f * 2}, rig.step("identity", 0, 2), EXACT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void buffersLiveWhereTheyAreTold(Place place) throws Exception {
    Optional<Path> files =
        place == Place.FILE ? Optional.of(folder.resolve("ä b")) : Optional.empty();
    GradientSurgerySettings settings =
        settings(0.5, 2, Other.LATEST, WeightFormat.BF16, place, files);
    NativeMemory before = NativeMemory.now();
    try (RuleRig rig = rig(settings)) {
      // bf16 keeps 8 bits: 1.001 is kept as 1.
      rig.step("motion", 1.001f, 3, 2);
      assertArrayEquals(new float[] {0.5f, 1.5f, 2}, rig.step("identity", 0, 0, 2), EXACT);
    }
    assertEquals(before, NativeMemory.now());
    if (files.isPresent()) {
      try (var left = Files.list(files.get())) {
        assertEquals(0, left.count());
      }
    }
  }

  @Test
  void stateNamesTrackAndStep() {
    GradientSurgery rule = new GradientSurgery(settings(0.2, 2, Other.MEAN), RuleRig.CONTEXT);
    try (RuleRig rig = new RuleRig(rule)) {
      rig.step("motion", 1, 2);
      rig.step("identity", 1, 2);
      rig.step("identity", 3, 4);
      rig.step("identity", 5, 6);
      assertEquals(
          List.of("motion.000000000000", "identity.000000000002", "identity.000000000003"),
          List.copyOf(rule.state().keySet()));
      assertArrayEquals(
          new float[] {3, 4}, List.copyOf(rule.state().values()).get(1).toFloatArray());
      assertTrue(rule.stateNeverChanges());
    }
  }

  @Test
  void otherTracksAreLeftAlone() {
    try (RuleRig rig = rig(settings(0.2, 4, Other.MEAN))) {
      rig.step("motion", 1, 2);
      assertArrayEquals(new float[] {-1, -2}, rig.step("other", -1, -2));
    }
  }

  @Test
  void refusesTracksTrainedTogether() {
    TrackChoice both = new TrackChoice(Map.of("identity", 0.5, "motion", 0.5));
    try (RuleRig rig = rig(settings(0.2, 4, Other.MEAN))) {
      assertTrue(rig.needsSingleTracks());
      InputException error =
          assertThrows(InputException.class, () -> rig.step(both, new float[2], 0, 1, 2));
      assertTrue(String.valueOf(error.getMessage()).contains("one track each"));
    }
  }

  @Test
  void refusesSettingsThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> settings(1.5, 4, Other.MEAN));
    assertThrows(IllegalArgumentException.class, () -> settings(0.5, 0, Other.MEAN));
    assertThrows(
        IllegalArgumentException.class,
        () -> settings(0.5, 4, Other.MEAN, WeightFormat.FP16, Place.HOST, Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> settings(0.5, 4, Other.MEAN, WeightFormat.FP32, Place.FILE, Optional.empty()));
    GradientSurgerySettings unknown =
        new GradientSurgerySettings(
            0.2,
            "moton",
            "identity",
            4,
            Other.MEAN,
            WeightFormat.FP32,
            Place.DEVICE,
            Optional.empty());
    InputException error =
        assertThrows(
            InputException.class, () -> new GradientSurgery(unknown, RuleRig.CONTEXT).close());
    String message = String.valueOf(error.getMessage());
    assertTrue(
        message.startsWith("update.gradient-surgery.track: there is no track \"moton\""), message);
  }
}
