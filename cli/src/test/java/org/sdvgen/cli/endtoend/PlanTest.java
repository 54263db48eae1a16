package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

final class PlanTest {
  @TempDir private Path folder = Path.of("");

  private static JsonNode json(String... arguments) throws IOException {
    Commands plan = Commands.run(arguments);
    assertEquals(0, plan.code(), plan.err());
    return new ObjectMapper().readTree(plan.out());
  }

  /** The same lines with {@code train --plan}; no file appears, as nothing is loaded. */
  @Test
  void everyPhaseIsPlannedBeforeWeightsExist() throws IOException {
    TinyRun run = TinyRun.create(folder);
    List<Path> before = files();
    Commands plan = Commands.run("plan", run.config());
    assertEquals(0, plan.code(), plan.err());
    for (String text :
        List.of(
            "text",
            "encode identity",
            "step identity",
            "encode motion",
            "step motion",
            "save",
            "optimizer",
            "saved activations",
            "one block at work",
            "samples read ahead",
            "On disk: a checkpoint",
            "it fits.")) {
      assertTrue(plan.out().contains(text), text + " in " + plan.out());
    }
    assertTrue(Commands.run("train", "--plan", run.config()).out().endsWith(plan.out()));
    assertEquals(before, files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  /** A larger batch takes more, recomputation less, a quantised base less. */
  @Test
  void settingsMoveTheirLines() throws IOException {
    TinyRun run = TinyRun.create(folder);
    JsonNode plain = json("plan", run.config(), "--json");
    long saved = line(plain, "step motion", "saved activations");
    JsonNode pair = json("plan", run.config(), "track.motion.batch_size=2", "--json");
    assertEquals(2 * saved, line(pair, "step motion", "saved activations"));
    String whole = "backbone.gradient_checkpointing=false";
    long kept =
        line(json("plan", run.config(), whole, "--json"), "step motion", "saved activations");
    assertTrue(kept > 2 * saved, kept + " above " + saved);
    long nf4 =
        line(
            json("plan", run.config(), "backbone.weights=nf4", "--json"),
            "step motion",
            "denoiser");
    assertTrue(2 * nf4 < line(plain, "step motion", "denoiser"), "nf4 " + nf4);
    JsonNode average = json("plan", run.config(), "use_ema=true", "--json");
    assertEquals(
        line(plain, "step motion", "adapter"), line(average, "step motion", "moving average"));
  }

  private static long line(JsonNode plan, String phase, String part) {
    for (JsonNode one : plan.path("phases")) {
      if (one.path("name").asText().equals(phase)) {
        for (JsonNode line : one.path("lines")) {
          if (line.path("part").asText().equals(part)) {
            return line.path("bytes").asLong();
          }
        }
      }
    }
    throw new AssertionError("no " + part + " in " + phase + " of " + plan);
  }

  /** Another card is planned for, and what makes the run fit it is named. */
  @Test
  void smallCardGetsRemedies() throws IOException {
    TinyRun run = TinyRun.create(folder);
    JsonNode large = json("plan", run.config(), "--json", "--device-memory=24GB");
    assertTrue(large.path("fits").asBoolean());
    assertEquals(24L << 30, large.path("machine").path("device_bytes").asLong());
    long peak = large.path("peak_bytes").asLong();
    double size = (double) (peak - 100_000) / (1 << 20);
    String memory = "--device-memory=" + Math.round(size * 1000) / 1000.0 + "MB";
    JsonNode small = json("plan", run.config(), "memory.mode=resident", "--json", memory);
    assertFalse(small.path("fits").asBoolean());
    for (JsonNode remedy : small.path("remedies")) {
      assertTrue(remedy.path("device_bytes").asLong() < peak, remedy.toString());
    }
    assertFalse(small.path("remedies").isEmpty());
    JsonNode auto = json("plan", run.config(), "--json", memory);
    assertTrue(auto.path("fits").asBoolean(), auto.toString());
    assertEquals("phased", auto.path("mode").asText());
    Commands cards =
        Commands.run("plan", run.config(), "--device-memory=24GB,12GB", "--teraflops=1");
    assertEquals(0, cards.code(), cards.err());
    assertTrue(cards.out().contains("| 24.00 GiB | fits | `memory.mode=resident` |"), cards.out());
    assertTrue(cards.out().contains("| 12.00 GiB | fits | `memory.mode=resident` |"), cards.out());
    assertTrue(cards.out().contains("1.00 * 10^12 operations"), cards.out());
  }

  @Test
  void sizesAreRefusedInWords() throws IOException {
    TinyRun run = TinyRun.create(folder);
    for (String size : List.of("24", "0GB", "large", "-3GB")) {
      Commands wrong = Commands.run("plan", run.config(), "--device-memory=" + size);
      assertEquals(2, wrong.code(), wrong.out());
      assertTrue(wrong.err().contains("expected a size such as 24GB"), wrong.err());
    }
  }
}
