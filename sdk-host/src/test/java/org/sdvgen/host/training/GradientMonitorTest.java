package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;

/** Comparing gradients while a run goes on, and leaving the run as it is. */
final class GradientMonitorTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** Eight samples each, of which two are held out, with or without the analysis. */
  private FakeRun run(String name) {
    return FakeRun.in(folder.resolve(name))
        .with("checkpointing_steps", "2")
        .with("track.short.held_out", "2")
        .with("track.long.held_out", "2")
        .with("track.short.analysis_batch_size", "2")
        .with("track.long.analysis_batch_size", "2");
  }

  private FakeRun analyzed(String name) {
    return run(name).with("analysis.steps", "2");
  }

  private List<JsonNode> lines(String name, String file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name).resolve(file))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static String failure(FakeRun run) {
    return String.valueOf(assertThrows(InputException.class, run::train).getMessage());
  }

  @Test
  void trainingKeepsItsBits() throws IOException {
    run("plain").train();
    analyzed("analyzed").train();
    for (String file : List.of(TrainedAdapter.FILE, "optimizer.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("plain/checkpoint-6").resolve(file)),
          Files.readAllBytes(folder.resolve("analyzed/checkpoint-6").resolve(file)),
          file);
    }
    assertEquals(
        timeless(lines("plain", "metrics.jsonl")), timeless(lines("analyzed", "metrics.jsonl")));
    assertFalse(Files.exists(folder.resolve("plain").resolve(GradientMonitor.FILE)));
  }

  private static List<JsonNode> timeless(List<JsonNode> lines) {
    List<String> changing = List.of("seconds", "resident_mb", "heap_mb");
    lines.forEach(line -> ((ObjectNode) line).remove(changing));
    return lines;
  }

  @Test
  void everyIntervalHasItsFigures() throws IOException {
    analyzed("a").train();
    List<JsonNode> lines = lines("a", GradientMonitor.FILE);
    assertEquals(
        List.of(0, 2, 4, 6), lines.stream().map(line -> line.get("step").asInt()).toList());
    for (JsonNode line : lines) {
      assertTrue(line.at("/losses/short").asDouble() > 0, line.toString());
      assertTrue(line.at("/losses/long").asDouble() > 0, line.toString());
      double squares = 0;
      for (var group : line.get("groups").properties()) {
        double cosine = group.getValue().get("cosine").asDouble();
        assertTrue(Math.abs(cosine) <= 1 + 1e-9, line.toString());
        double norm = group.getValue().at("/norms/long").asDouble();
        squares += group.getKey().equals("all") ? 0 : norm * norm;
      }
      assertEquals(line.at("/groups/all/norms/long").asDouble(), Math.sqrt(squares), 1e-9);
    }
  }

  @Test
  void sameParametersGiveTheSameFigures() throws IOException {
    analyzed("still").with("learning_rate", "0").train();
    List<JsonNode> lines = lines("still", GradientMonitor.FILE);
    for (JsonNode line : lines) {
      assertEquals(lines.get(0).get("losses"), line.get("losses"));
      assertEquals(lines.get(0).get("groups"), line.get("groups"));
    }
    analyzed("other").with("learning_rate", "0").with("analysis.seed", "1").train();
    assertFalse(lines.get(0).equals(lines("other", GradientMonitor.FILE).get(0)));
  }

  @Test
  void orderOfTheTracksChangesNothing() throws IOException {
    analyzed("a").with("analysis.tracks", "long, short").train();
    analyzed("b").train();
    JsonNode swapped = lines("a", GradientMonitor.FILE).get(0).at("/groups/all");
    JsonNode straight = lines("b", GradientMonitor.FILE).get(0).at("/groups/all");
    assertEquals(straight.get("norms"), swapped.get("norms"));
    assertEquals(straight.get("cosine").asDouble(), swapped.get("cosine").asDouble(), 1e-12);
  }

  @Test
  void heldOutSamplesAreNeverTrainedOn() {
    List<String> seen =
        run("a").with("max_train_steps", "12").train().stream()
            .flatMap(report -> report.samples().stream())
            .distinct()
            .toList();
    assertEquals(6, seen.size());
    assertFalse(seen.contains("video-6") || seen.contains("video-7"), seen.toString());
  }

  @Test
  void resumingCutsTheFileBack() throws IOException {
    analyzed("whole").train();
    analyzed("cut").trainAndStopAfter(5);
    for (String later : List.of("checkpoint-4", "checkpoint-5")) {
      Files.move(folder.resolve("cut").resolve(later), folder.resolve(later));
    }
    analyzed("cut").train();
    assertEquals(lines("whole", GradientMonitor.FILE), lines("cut", GradientMonitor.FILE));
    analyzed("cut").train();
    assertEquals(lines("whole", GradientMonitor.FILE), lines("cut", GradientMonitor.FILE));
  }

  @Test
  void checkpointsGiveTheFiguresOfTraining() throws IOException {
    analyzed("a").train();
    List<JsonNode> trained = lines("a", GradientMonitor.FILE);
    Files.delete(folder.resolve("a").resolve(GradientMonitor.FILE));
    List<Long> steps = new ArrayList<>();
    try (Sdvgen sdvgen = analyzed("a").builder().open()) {
      List<Path> files = sdvgen.analyzer().analyze(report -> steps.add(report.step()));
      assertEquals(7, files.size());
      for (Path file : files) {
        assertTrue(Files.size(file) > 0, file.toString());
      }
    }
    assertEquals(List.of(0L, 2L, 4L, 6L), steps);
    assertEquals(trained, lines("a", GradientMonitor.FILE));
  }

  @Test
  void endOfTrainingDrawsPlots() {
    analyzed("a").train();
    for (String plot : List.of("gradient-cosine", "gradient-norm", "loss")) {
      for (String ending : List.of(".svg", ".png")) {
        assertTrue(Files.exists(folder.resolve("a").resolve(plot + ending)), plot + ending);
      }
    }
  }

  @Test
  void analysisNeedsCheckpointsOfTheSameSamples() {
    assertTrue(analysisFailure(analyzed("a")).contains("no checkpoint to analyse"));
    analyzed("a").train();
    assertTrue(analysisFailure(run("a")).contains("analysis.steps is 0"));
    assertTrue(
        analysisFailure(analyzed("a").with("track.short.held_out", "3"))
            .contains("samples of track.short was 6 and is 5"));
  }

  private static String analysisFailure(FakeRun run) {
    try (Sdvgen sdvgen = run.builder().open()) {
      return String.valueOf(
          assertThrows(InputException.class, () -> sdvgen.analyzer().analyze(report -> {}))
              .getMessage());
    }
  }

  @Test
  void ownDataTakeThePlaceOfHeldOutSamples() throws IOException {
    FakeRun own =
        FakeRun.in(folder.resolve("a"))
            .with("analysis.steps", "3")
            .with("track.long.held_out", "1")
            .with("track.short.analysis_data.name", "fake-videos")
            .with("track.short.analysis_data.size", "5");
    own.train();
    assertEquals(3, lines("a", GradientMonitor.FILE).size());
    assertTrue(
        failure(own.with("track.short.analysis_data.size", "8")).contains("which is trained on"));
  }

  @Test
  void missingSamplesAndTracksAreSaid() {
    assertTrue(
        failure(analyzed("a").with("track.short.held_out", "1"))
            .contains("needs 2 samples that track short never trains on, found 1"));
    assertTrue(failure(run("a").with("track.long.held_out", "8")).contains("nothing to train on"));
    assertTrue(
        failure(analyzed("a").with("analysis.tracks", "short, lnog")).contains("of short, long"));
    assertTrue(failure(analyzed("a").with("analysis.tracks", "short")).contains("two different"));
  }
}
