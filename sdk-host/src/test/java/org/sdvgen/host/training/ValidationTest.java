package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.data.Picture;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.GenerationRequest;
import org.sdvgen.host.OwnSource;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.page.SampleSheet;
import org.sdvgen.runtime.media.PictureFile;
import org.sdvgen.runtime.media.RgbImage;
import org.sdvgen.testkit.FakeData;
import org.sdvgen.testkit.NativeMemory;

/** Looking at a run while it goes on, and leaving it as it is. */
final class ValidationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** Dropout 0.2, an average of the weights, two samples of each track held out. */
  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name))
        .with("checkpointing_steps", "2")
        .with("use_ema", "true")
        .with("ema_decay", "0.5")
        .with("track.short.held_out", "2")
        .with("track.long.held_out", "2");
  }

  /** With held-out losses. */
  private FakeRun measured(String name) {
    return run(name).with("validation.loss_steps", "4").with("validation.loss_samples", "5");
  }

  /** With clips, too. */
  private FakeRun validated(String name) {
    return measured(name)
        .with("generate.num_inference_steps", "2")
        .with("evaluation.data.name", "fake-pairs")
        .with("validation.steps", "3")
        .with("validation.prompts.prompt", "waves, on a hill")
        .with("validation.evaluation_samples", "2");
  }

  private List<JsonNode> metrics(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name).resolve("metrics.jsonl"))) {
      ObjectNode node = (ObjectNode) JSON.readTree(line);
      node.remove(List.of("seconds", "resident_mb", "heap_mb"));
      lines.add(node);
    }
    return lines;
  }

  private List<JsonNode> heldOut(String name) throws IOException {
    return metrics(name).stream().filter(line -> line.has("held_out")).toList();
  }

  @Test
  void trainingKeepsItsBits() throws IOException {
    run("plain").train();
    validated("validated").train();
    for (String file :
        List.of(TrainedAdapter.FILE, "ema_" + TrainedAdapter.FILE, "optimizer.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("plain/checkpoint-6").resolve(file)),
          Files.readAllBytes(folder.resolve("validated/checkpoint-6").resolve(file)),
          file);
    }
    List<JsonNode> steps = new ArrayList<>(metrics("validated"));
    steps.removeIf(line -> line.has("held_out") || line.has("clips"));
    assertEquals(metrics("plain"), steps);
  }

  @Test
  void everyIntervalAndTheEndHaveTheirLosses() throws IOException {
    measured("a").train();
    List<JsonNode> lines = heldOut("a");
    assertEquals(List.of(0, 4, 6), lines.stream().map(line -> line.get("step").asInt()).toList());
    for (JsonNode line : lines) {
      assertTrue(line.at("/held_out/short").asDouble() > 0, line.toString());
      assertTrue(line.at("/held_out/long").asDouble() > 0, line.toString());
    }
    assertNotEquals(lines.get(0).get("held_out"), lines.get(1).get("held_out"));
  }

  @Test
  void sameWeightsGiveTheSameLosses() throws IOException {
    measured("still").with("learning_rate", "0").train();
    List<JsonNode> lines = heldOut("still");
    assertEquals(lines.get(0).get("held_out"), lines.get(2).get("held_out"));
    measured("more").with("learning_rate", "0").with("lora.dropout", "0").train();
    assertEquals(lines, heldOut("more"), "dropout plays no part");
    measured("other").with("learning_rate", "0").with("validation.seed", "1").train();
    assertNotEquals(lines.get(0), heldOut("other").get(0));
  }

  @Test
  void theAverageIsLookedAtIfOneIsKept() throws IOException {
    measured("average").train();
    measured("latest").with("use_ema", "false").train();
    assertEquals(heldOut("average").get(0), heldOut("latest").get(0));
    assertNotEquals(heldOut("average").get(1), heldOut("latest").get(1));
  }

  @Test
  void everyRoundHasItsClips() throws IOException {
    validated("a").train();
    List<JsonNode> rounds = metrics("a").stream().filter(line -> line.has("clips")).toList();
    assertEquals(List.of(0, 3, 6), rounds.stream().map(line -> line.get("step").asInt()).toList());
    for (JsonNode round : rounds) {
      assertEquals(3, round.get("clips").size());
      for (JsonNode clip : round.get("clips")) {
        assertTrue(Files.size(folder.resolve("a").resolve(clip.get("video").asText())) > 0);
      }
      assertEquals("waves, on a hill", round.at("/clips/0/prompt").asText());
      assertEquals("a <cls> chair in the rain", round.at("/clips/2/prompt").asText());
      assertEquals(422, round.at("/clips/2/seed").asInt());
    }
    assertEquals(9 * 26, strip("a", 0, 0).width(), "9 frames of 24 columns and a gap");
    assertEquals(10 * 26, strip("a", 0, 1).width(), "and the reference");
  }

  private RgbImage strip(String name, int step, int clip) {
    Path file =
        folder.resolve(
            name + String.format(Locale.ROOT, "/validation/step-%d/%02d.png", step, clip));
    return new PictureFile(file, notice -> {}).readWhole();
  }

  @Test
  void clipsChangeWithTheWeightsAlone() throws IOException {
    validated("still").with("learning_rate", "0").train();
    assertArrayEquals(strip("still", 0, 1).rgb(), strip("still", 6, 1).rgb());
    validated("moving").train();
    assertFalse(Arrays.equals(strip("moving", 0, 1).rgb(), strip("moving", 6, 1).rgb()));
  }

  @Test
  void theLastClipsAreThoseOfTheResult() {
    validated("a").train();
    Path adapter = folder.resolve("a").resolve(TrainedAdapter.FILE);
    GenerationRequest request =
        GenerationRequest.builder("waves, on a hill").seed(420).adapter(adapter).build();
    try (Sdvgen sdvgen = validated("a").builder().open()) {
      Path file = folder.resolve("again.png");
      new SampleSheet(9, 160).save(file, sdvgen.generator().generate(request).clip());
      RgbImage again = new PictureFile(file, notice -> {}).readWhole();
      assertArrayEquals(strip("a", 6, 0).rgb(), again.rgb());
    }
  }

  @Test
  void roundsThatComeAgainAreRemoved() throws IOException {
    validated("a").trainAndStopAfter(4);
    Path beyond = Files.createDirectories(folder.resolve("a/validation/step-5"));
    Path half = Files.createDirectories(folder.resolve("a/validation/..step-6.tmp.old"));
    Path mine = Files.createDirectories(folder.resolve("a/validation/mine"));
    validated("a").train();
    assertFalse(Files.exists(beyond) || Files.exists(half));
    assertTrue(Files.exists(mine) && Files.exists(folder.resolve("a/validation/step-3")));
  }

  @Test
  void aRoundThatFailsIsLeftOutAndTheRunGoesOn() throws IOException {
    run("plain").train();
    // A file where the folder of the rounds belongs: no clip can be written.
    Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("validation"), "mine");
    List<String> said = new ArrayList<>();
    try (Sdvgen sdvgen = validated("a").builder().notices(said::add).open()) {
      sdvgen.trainer().train(new TrainingListener() {});
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("plain").resolve(TrainedAdapter.FILE)),
        Files.readAllBytes(folder.resolve("a").resolve(TrainedAdapter.FILE)));
    assertEquals(List.of(), metrics("a").stream().filter(line -> line.has("clips")).toList());
    for (int step : new int[] {0, 3, 6}) {
      assertTrue(
          said.stream().anyMatch(line -> line.contains("validation clips of step " + step)),
          said.toString());
    }
  }

  /** An interrupt is no failed round: the run ends, and goes on another time as if never ended. */
  @Test
  void anInterruptWhileClipsAreMadeEndsTheRun() throws IOException {
    validated("whole").train();
    List<String> said = new ArrayList<>();
    FakeRun run = validated("cut").with("checkpointing_steps", "1");
    try (Sdvgen sdvgen =
        run.with("evaluation.data.name", "interrupting")
            .builder()
            .plugin(interruptingPairs())
            .notices(said::add)
            .open()) {
      Trainer trainer = sdvgen.trainer();
      assertThrows(CancellationException.class, () -> trainer.train(new TrainingListener() {}));
    } finally {
      assertTrue(Thread.interrupted(), "the thread knows that it was interrupted");
    }
    assertFalse(said.toString().contains("validation clips of step"), said.toString());
    assertTrue(Files.exists(folder.resolve("cut/validation/step-0")));
    assertFalse(Files.exists(folder.resolve("cut/validation/step-3")));
    assertFalse(Files.exists(folder.resolve("cut").resolve(TrainedAdapter.FILE)));
    run.with("evaluation.data.name", "fake-pairs").with("resume_changed_recipe", "true").train();
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole").resolve(TrainedAdapter.FILE)),
        Files.readAllBytes(folder.resolve("cut").resolve(TrainedAdapter.FILE)));
    assertTrue(Files.exists(folder.resolve("cut/validation/step-3")));
  }

  /** Pairs whose references interrupt who reads them in the second round of validation. */
  private static OwnSource<SubjectPair> interruptingPairs() {
    AtomicInteger readings = new AtomicInteger();
    return new OwnSource<>(
        "interrupting",
        SubjectPair.class,
        8,
        index -> {
          SubjectPair pair = FakeData.pair((int) index);
          Picture source =
              view -> {
                // Two samples in a round, each read to be given to the model and to be shown.
                if (readings.incrementAndGet() > 4) {
                  Thread.currentThread().interrupt();
                }
                return pair.source().read(view);
              };
          return new SubjectPair(pair.id(), source, pair.target(), pair.prompt(), pair.subject());
        });
  }

  @Test
  void lookingLeavesNoArrayBehind() {
    List<NativeMemory> counts = new ArrayList<>();
    FakeRun often = validated("a").with("validation.steps", "1").with("validation.loss_steps", "1");
    try (Sdvgen sdvgen = often.builder().open()) {
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void stepFinished(StepReport report) {
                  counts.add(NativeMemory.now());
                }
              });
    }
    // The first step of each track may fill caches.
    for (NativeMemory count : counts.subList(2, counts.size())) {
      assertEquals(counts.get(2), count, counts.toString());
    }
  }

  @Test
  void whatCannotBeGeneratedIsSaid() {
    assertTrue(failure(run("a").with("validation.steps", "2")).contains("nothing to generate"));
    FakeRun one = run("a").with("validation.steps", "2").with("validation.prompts.prompt", "waves");
    assertTrue(
        failure(one.with("validation.prompts.image", folder.resolve("no.png").toString()))
            .contains("no.png"));
    FakeRun longer =
        run("a")
            .with("validation.steps", "2")
            .with("validation.prompts.prompt", "very ".repeat(24) + "long");
    assertTrue(failure(longer).startsWith("validation: the prompt \"very very"));
    assertFalse(Files.exists(folder.resolve("a/metrics.jsonl")), "no step is taken before");
    FakeRun many = validated("a").with("validation.evaluation_samples", "2000");
    assertTrue(failure(many).contains("validation.evaluation_samples = 2000"));
  }

  @Test
  void resumedRunHasTheFiguresOfOneNeverStopped() throws IOException {
    validated("whole").train();
    validated("cut").trainAndStopAfter(5);
    Files.move(folder.resolve("cut/checkpoint-5"), folder.resolve("checkpoint-5"));
    validated("cut").train();
    assertEquals(metrics("whole"), metrics("cut"));
    validated("cut").train();
    assertEquals(metrics("whole"), metrics("cut"));
  }

  @Test
  void aTrackWithoutHeldOutSamplesIsNamed() {
    FakeRun bare = measured("a").with("track.long.held_out", "0");
    assertTrue(failure(bare).contains("samples that track long never trains on"));
  }

  private static String failure(FakeRun run) {
    return String.valueOf(assertThrows(InputException.class, run::train).getMessage());
  }
}
