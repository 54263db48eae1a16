package org.sdvgen.host.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.EvaluationListener.ScoredClip;
import org.sdvgen.host.EvaluationRequest;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.EvaluationSummary.Score;
import org.sdvgen.host.Evaluator;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.OwnSource;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.SilentAdapter;
import org.sdvgen.host.Trainer;
import org.sdvgen.testkit.FakeData;

/** From a configuration to scores, with the fake backbone and a metric that knows no world. */
final class ClipEvaluatorTest {
  private static final EvaluationRequest PLAIN = new EvaluationRequest(List.of(), true);

  @TempDir private Path folder;
  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "backbone.name", "fake",
              "generate.num_inference_steps", "2",
              "generate.seed", "10",
              "evaluation.data.name", "fake-pairs",
              "evaluation.metrics", "brightness",
              "evaluation.samples", "3",
              "evaluation.clips_per_sample", "2"));

  private SdvgenBuilder builder() {
    return Sdvgen.builder().configuration(settings).plugin(new BrightnessMetric.Provider());
  }

  private Sdvgen open() {
    return builder().open();
  }

  private EvaluationSummary evaluate(EvaluationRequest request, List<ScoredClip> clips) {
    try (Sdvgen sdvgen = open()) {
      return sdvgen.evaluator().evaluate(request, clips::add);
    }
  }

  private String failure() {
    try (Sdvgen sdvgen = open()) {
      return String.valueOf(assertThrows(InputException.class, sdvgen::evaluator).getMessage());
    }
  }

  @Test
  void everySampleIsScoredWithEverySeed() {
    List<ScoredClip> clips = new ArrayList<>();
    EvaluationSummary summary = evaluate(PLAIN, clips);
    assertEquals(
        List.of("pair-0", "pair-0", "pair-1", "pair-1", "pair-2", "pair-2"),
        clips.stream().map(ScoredClip::sample).toList());
    assertEquals(
        List.of(10L, 11L, 12L, 13L, 14L, 15L),
        summary.clips().stream().map(EvaluationSummary.Clip::seed).toList());
    Score brightness = summary.scores().get(0);
    double mean =
        clips.stream()
            .mapToDouble(clip -> clip.scores().getOrDefault("brightness", Double.NaN))
            .average()
            .orElseThrow();
    assertEquals(mean, brightness.value().orElseThrow().mean(), 1e-12);
    assertEquals(6, brightness.value().orElseThrow().count());
    double squares =
        clips.stream()
            .mapToDouble(clip -> clip.scores().getOrDefault("brightness", Double.NaN) - mean)
            .map(difference -> difference * difference)
            .sum();
    double error = brightness.value().orElseThrow().standardError();
    assertTrue(error > 0);
    assertEquals(Math.sqrt(squares / (6 - 1) / 6), error, 1e-12);
    assertEquals(1, brightness.ceiling().orElseThrow().mean());
    assertTrue(brightness.chance().isEmpty());
  }

  @Test
  void theSameSeedGivesTheSameScores() {
    assertEquals(
        evaluate(PLAIN, new ArrayList<>()).scores(), evaluate(PLAIN, new ArrayList<>()).scores());
  }

  /** Clips are those of the model with the adapter, and not those of the model as it stands. */
  @Test
  void theAdapterIsEvaluated() {
    FakeRun training = FakeRun.in(folder).with("learning_rate", "0.2");
    training.train();
    Path adapter = Trainer.adapterIn(folder).orElseThrow();
    List<ScoredClip> with = new ArrayList<>();
    List<ScoredClip> without = new ArrayList<>();
    List<AdapterUse> uses = List.of(new AdapterUse(adapter));
    EvaluationSummary summary = evaluate(new EvaluationRequest(uses, true), with);
    evaluate(PLAIN, without);
    assertEquals(uses, summary.request().adapters());
    assertEquals(6, with.size());
    try (Sdvgen sdvgen = open()) {
      for (int i = 0; i < with.size(); i++) {
        float[] scored = with.get(i).video().clip().values();
        assertArrayEquals(clip(sdvgen, i, Optional.of(adapter)), scored);
        assertArrayEquals(
            clip(sdvgen, i, Optional.empty()), without.get(i).video().clip().values());
        assertFalse(Arrays.equals(without.get(i).video().clip().values(), scored));
        assertNotEquals(without.get(i).scores(), with.get(i).scores());
      }
    }
  }

  /** Each is loaded once for all of its clips, and leaves nothing to the next. */
  @Test
  void severalAdaptersAreEvaluatedOnOneLoadedBase() throws IOException {
    List<EvaluationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      FakeRun.in(folder.resolve("run-" + i)).with("learning_rate", "0." + (i + 1)).train();
      Path adapter = Trainer.adapterIn(folder.resolve("run-" + i)).orElseThrow();
      Path silent = SilentAdapter.of(adapter, folder.resolve("silent-" + i + ".safetensors"));
      requests.add(new EvaluationRequest(List.of(new AdapterUse(silent)), true));
    }
    requests.add(PLAIN);
    requests.add(
        new EvaluationRequest(
            List.of(
                new AdapterUse(requests.get(0).adapters().get(0).file(), 0.5),
                new AdapterUse(requests.get(2).adapters().get(0).file(), -1)),
            true));
    List<EvaluationSummary> together = new ArrayList<>();
    List<String> said = new ArrayList<>();
    try (Sdvgen sdvgen = builder().notices(said::add).open()) {
      for (EvaluationRequest request : requests) {
        List<ScoredClip> clips = new ArrayList<>();
        together.add(sdvgen.evaluator().evaluate(request, clips::add));
        clips.forEach(clip -> assertEquals(request.adapters(), clip.video().adapters()));
      }
    }
    for (int i = 0; i < 3; i++) {
      String file = "silent-" + i;
      List<String> ofOne = said.stream().filter(line -> line.contains(file)).toList();
      assertFalse(ofOne.isEmpty());
      // The first and the last are wanted again by the sum; only the latest file stays loaded.
      int loads = i == 0 ? 2 : 1;
      assertEquals(loads * ofOne.stream().distinct().count(), ofOne.size(), ofOne.toString());
    }
    for (int i = 0; i < requests.size(); i++) {
      assertEquals(evaluate(requests.get(i), new ArrayList<>()).scores(), together.get(i).scores());
      for (int j = 0; j < i; j++) {
        assertNotEquals(together.get(j).scores(), together.get(i).scores());
      }
    }
    Path file = folder.resolve("both.json");
    together.get(4).save(file);
    JsonNode adapters = new ObjectMapper().readTree(file.toFile()).get("adapters");
    assertEquals(2, adapters.size());
    assertEquals(-1, adapters.at("/1/weight").asDouble());
    assertEquals(
        requests.get(2).adapters().get(0).file().toString(), adapters.at("/1/file").asText());
  }

  /** What the generator makes of the pair that an evaluation's clip shows. */
  private static float[] clip(Sdvgen sdvgen, int index, Optional<Path> adapter) {
    SubjectPair pair = FakeData.pair(index / 2);
    GenerationRequest.Builder request =
        GenerationRequest.builder(pair.prompt())
            .subject(pair.subject())
            .reference(pair.source())
            .seed(10 + index);
    adapter.ifPresent(request::adapter);
    return sdvgen.generator().generate(request.build()).clip().values();
  }

  @Test
  void withoutReferencesThePromptIsPlainAndTheirScoresAreEmpty() {
    EvaluationSummary plain = evaluate(PLAIN, new ArrayList<>());
    EvaluationSummary bare = evaluate(new EvaluationRequest(List.of(), false), new ArrayList<>());
    assertTrue(plain.scores().get(1).value().isPresent());
    assertTrue(bare.scores().get(1).value().isEmpty());
    assertEquals("a chair at home", bare.clips().get(0).prompt());
    assertTrue(plain.clips().get(0).prompt().endsWith(" chair at home"));
    assertTrue(plain.clips().get(0).prompt().length() > "a chair at home".length());
  }

  @Test
  void theSubjectTokenMayStandWithoutAReference() {
    EvaluationSummary plain = evaluate(PLAIN, new ArrayList<>());
    EvaluationSummary marked =
        evaluate(new EvaluationRequest(List.of(), false, true), new ArrayList<>());
    assertEquals(plain.clips().get(0).prompt(), marked.clips().get(0).prompt());
    assertTrue(marked.scores().get(1).value().isEmpty());
  }

  @Test
  void theFileHoldsTotalsAndClips() throws IOException {
    Path file = folder.resolve("evaluation.json");
    EvaluationSummary summary = evaluate(PLAIN, new ArrayList<>());
    summary.save(file);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertEquals(
        summary.scores().get(0).value().orElseThrow().mean(),
        json.at("/scores/brightness/value/mean").asDouble());
    assertEquals(6, json.get("clips").size());
    assertEquals("pair-2", json.at("/clips/5/sample").asText());
    assertEquals(0, json.get("adapters").size());
  }

  @Test
  void promptsThatAreTooLongAreAllNamedBeforeTheFirstClip() {
    settings.put("evaluation.data.name", "long-prompts");
    List<ScoredClip> clips = new ArrayList<>();
    try (Sdvgen sdvgen =
        Sdvgen.builder()
            .configuration(settings)
            .plugin(new BrightnessMetric.Provider())
            .plugin(
                new OwnSource<>(
                    "long-prompts", SubjectPair.class, 3, ClipEvaluatorTest::longPrompt))
            .open()) {
      Evaluator evaluator = sdvgen.evaluator();
      String message =
          String.valueOf(
              assertThrows(InputException.class, () -> evaluator.evaluate(PLAIN, clips::add))
                  .getMessage());
      assertTrue(message.startsWith("evaluation.data: 2 of 3 samples cannot be"), message);
      for (int index : List.of(1, 2)) {
        assertTrue(message.contains("pair-" + index + ": the prompt \""), message);
      }
      assertTrue(message.contains("the model takes 24: shorten it"), message);
    }
    assertTrue(clips.isEmpty());
  }

  /** A pair that has more words than the model takes, unless it is the first. */
  private static SubjectPair longPrompt(long index) {
    SubjectPair pair = FakeData.pair((int) index);
    String prompt = index == 0 ? pair.prompt() : "a chair " + "very ".repeat(30);
    return new SubjectPair(pair.id(), pair.source(), pair.target(), prompt, pair.subject());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    settings.put("evaluation.samples", "100");
    assertTrue(failure().contains("evaluation.samples = 100"), failure());
    settings.put("evaluation.data.name", "fake-videos");
    assertTrue(failure().contains("takes samples of the kind EvaluationSample"), failure());
    settings.remove("evaluation.metrics");
    assertTrue(failure().contains("set evaluation.metrics"), failure());
  }
}
