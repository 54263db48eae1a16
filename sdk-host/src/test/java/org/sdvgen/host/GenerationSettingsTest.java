package org.sdvgen.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TokenPlace;
import org.sdvgen.host.GenerationSettings.GuidanceReference;
import org.sdvgen.host.GenerationSettings.ReferenceSampling;

final class GenerationSettingsTest {
  /** A value of every setting, and the builder's way of setting it. */
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("negative_prompt", "a cat"),
          Map.entry("num_inference_steps", "7"),
          Map.entry("guidance_scale", "2.5"),
          Map.entry("guidance_schedule", "dynamic_step"),
          Map.entry("guidance_reference", "conditional"),
          Map.entry("scheduler", "ddim"),
          Map.entry("flow_shift", "3.5"),
          Map.entry("height", "16"),
          Map.entry("width", "24"),
          Map.entry("num_frames", "9"),
          Map.entry("fps", "12"),
          Map.entry("seed", "3"),
          Map.entry("reference_fit", "cover"),
          Map.entry("subject_token", "start"),
          Map.entry("reference_sampling", "mode"),
          Map.entry("reference_mode", "first_frame"));

  private static GenerationSettings built() {
    return GenerationRequest.builder("a fox")
        .negativePrompt("a cat")
        .numInferenceSteps(7)
        .guidanceScale(2.5)
        .guidanceSchedule(GuidanceSchedule.DYNAMIC_STEP)
        .guidanceReference(GuidanceReference.CONDITIONAL)
        .scheduler("ddim")
        .flowShift(3.5)
        .size(16, 24)
        .numFrames(9)
        .fps(12)
        .seed(3)
        .referenceFit(Fit.COVER)
        .subjectToken(TokenPlace.START)
        .referenceSampling(ReferenceSampling.MODE)
        .referenceMode(ReferenceMode.FIRST_FRAME)
        .build()
        .settings();
  }

  @Test
  void everySettingHasATextAndAMethod() {
    assertEquals(
        TEXTS.keySet(),
        GenerationSettings.describe().stream().map(SettingInfo::key).collect(Collectors.toSet()));
    assertEquals(built(), GenerationSettings.read(TEXTS));
  }

  @Test
  void whatIsLeftOpenComesFromTheOther() {
    GenerationSettings upper = GenerationSettings.read(Map.of("fps", "8", "seed", "4"));
    GenerationSettings both = upper.over(built());
    Map<String, String> expected = new HashMap<>(TEXTS);
    expected.put("fps", "8");
    expected.put("seed", "4");
    assertEquals(GenerationSettings.read(expected), both);
    assertEquals(built(), GenerationSettings.OPEN.over(built()));
    assertEquals(built(), built().over(upper));
  }

  @Test
  void anotherShapeTakesThePlaceOfTheFirst() {
    Map<String, String> expected = new HashMap<>(TEXTS);
    expected.put("height", "32");
    expected.remove("width");
    expected.put("num_frames", "17");
    assertEquals(
        GenerationSettings.read(expected),
        built().withShape(Optional.of(32), Optional.empty(), Optional.of(17)));
  }

  @Test
  void textsComeOverMethods() {
    GenerationSettings settings =
        GenerationRequest.builder("a fox")
            .seed(1)
            .fps(2)
            .settings(Map.of("seed", "5"))
            .build()
            .settings();
    assertEquals(Optional.of(5L), settings.seed());
    assertEquals(Optional.of(2.0), settings.fps());
  }

  @Test
  void wrongValuesAreRefusedWithWholeKeys() {
    assertEquals(
        "fps must be above 0, not -1.0",
        assertThrows(InputException.class, () -> GenerationRequest.builder("a fox").fps(-1).build())
            .getMessage());
    String message =
        String.valueOf(
            assertThrows(
                    InputException.class,
                    () ->
                        GenerationSettings.read(
                            Map.of("fps", "0", "sede", "1", "reference_fit", "stretch")))
                .getMessage());
    for (String part :
        List.of(
            "generate.reference_fit: expected one of contain, cover, found \"stretch\"",
            "generate.sede is not a known setting; did you mean generate.seed?")) {
      assertTrue(message.contains(part), message);
    }
  }
}
