package org.sdvgen.host.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sdvgen.api.backbone.ModelPart.CODEC;
import static org.sdvgen.api.backbone.ModelPart.DENOISER;
import static org.sdvgen.api.backbone.ModelPart.TEXT_ENCODER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.backbone.ModelPart;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.GeneratedVideo;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.model.WatchedBackbone.Watch;

/** Which parts of a model are in memory at the same time. */
final class MemoryModeTest {
  @TempDir private Path folder;
  private final Watch watch = new Watch();
  private final List<String> said = new ArrayList<>();

  private FakeRun run(String name, String mode) {
    return FakeRun.in(folder.resolve(name))
        .with("backbone.name", "watched")
        .with("lr_warmup_steps", "0")
        .with("memory.mode", mode);
  }

  private Sdvgen open(FakeRun run) {
    return run.builder().plugin(watch).notices(said::add).open();
  }

  private void train(FakeRun run) {
    try (Sdvgen sdvgen = open(run)) {
      sdvgen.trainer().train();
    }
  }

  private byte[] adapter(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name).resolve(Trainer.ADAPTER_FILE));
  }

  private static FakeRun cached(FakeRun run, Path cache) {
    return run.with("cache.variants", "1")
        .with("cache.folder", cache.toString())
        .with("cache.text", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "resident", "phased", "stream"})
  void trainingOnPreparedSamplesLoadsNeitherEncoderNorCodec(String mode) {
    Path cache = folder.resolve("cache");
    try (Sdvgen sdvgen = open(cached(run("prepare", mode), cache))) {
      sdvgen.preparer().prepare(report -> {});
    }
    assertTrue(watch.saw(TEXT_ENCODER) && watch.saw(CODEC), "what prepares is seen");
    assertFalse(watch.saw(DENOISER), "preparing needs no denoiser");
    watch.states.clear();
    train(cached(run("train", mode), cache));
    assertEquals(List.of(Set.of(DENOISER)), watch.states);
    assertEquals(List.of(), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"phased", "stream"})
  void preparingLoadsTheEncoderAfterTheLastClip(String mode) {
    try (Sdvgen sdvgen = open(cached(run("prepare", mode), folder.resolve("cache")))) {
      sdvgen.preparer().prepare(report -> {});
    }
    assertEquals(List.of(Set.of(CODEC), Set.of(TEXT_ENCODER)), watch.states);
  }

  @ParameterizedTest
  @ValueSource(strings = {"phased", "stream"})
  void onlyTheCodecIsBesideTheDenoiserInTrainingAndTheBitsAreTheSame(String mode)
      throws IOException {
    train(run("resident", "resident"));
    watch.states.clear();
    train(run(mode, mode));
    Set<Set<ModelPart>> allowed =
        Set.of(Set.of(TEXT_ENCODER), Set.of(CODEC), Set.of(DENOISER), Set.of(CODEC, DENOISER));
    watch.states.forEach(state -> assertTrue(allowed.contains(state), state.toString()));
    assertTrue(watch.states.contains(Set.of(CODEC, DENOISER)), watch.states.toString());
    assertArrayEquals(adapter("resident"), adapter(mode));
    assertEquals(
        List.of(
            "memory.mode = "
                + mode
                + ": text encoder and codec are read again in every step that needs them; set"
                + " cache.folder and cache.text = true to encode every sample once"),
        said);
  }

  private List<float[]> videos(String mode, int count) {
    List<float[]> clips = new ArrayList<>();
    try (Sdvgen sdvgen = open(run("videos", mode))) {
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        requests.add(GenerationRequest.builder("a chair number " + i).seed(i).build());
      }
      List<GeneratedVideo> videos = new ArrayList<>();
      sdvgen.generator().generateAll(requests, videos::add);
      for (GeneratedVideo video : videos) {
        assertEquals("a chair number " + clips.size(), video.prompt());
        clips.add(video.clip().values());
      }
    }
    return clips;
  }

  @ParameterizedTest
  @ValueSource(strings = {"phased", "stream"})
  void videosGoThroughThePhasesTogether(String mode) {
    List<float[]> expected = videos("resident", 3);
    watch.states.clear();
    List<float[]> actual = videos(mode, 3);
    assertEquals(List.of(Set.of(TEXT_ENCODER), Set.of(DENOISER), Set.of(CODEC)), watch.states);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(expected.get(i), actual.get(i));
    }
  }

  @Test
  void sixteenVideosAtATimeGoThroughThePhases() {
    assertEquals(17, videos("phased", 17).size());
    assertEquals(6, watch.states.size());
  }

  @Test
  void validationKeepsTheRule() {
    train(
        run("validated", "phased")
            .with("max_train_steps", "2")
            .with("validation.steps", "1")
            .with("validation.prompts.0.prompt", "a chair"));
    assertFalse(
        watch.states.stream().anyMatch(state -> state.contains(TEXT_ENCODER) && state.size() > 1),
        watch.states.toString());
  }

  @Test
  void residentModelsStay() {
    train(run("resident", "auto"));
    videos("resident", 2);
    assertTrue(watch.states.contains(Set.of(TEXT_ENCODER, CODEC, DENOISER)));
    assertEquals(List.of(), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESIDENT", "PHASED", "STREAM"})
  void theBackboneIsToldOfTheMode(String mode) {
    videos(mode.toLowerCase(Locale.ROOT), 1);
    assertEquals(Residency.Mode.valueOf(mode), watch.residencies.get(0).mode());
  }
}
