package org.sdvgen.wan22;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.testkit.FakePlugin;
import org.sdvgen.testkit.NativeMemory;

/** A run of both tracks in turn: nothing gathers in native memory from step to step. */
class TrainingMemoryTest {
  private static final int EARLY = 5;
  private static final int LATE = 50;

  @TempDir private Path folder;

  @Test
  void afterFiftyStepsAsMuchIsAliveAsAfterFive() {
    Map<Long, NativeMemory> alive = new LinkedHashMap<>();
    Map<String, Integer> steps = new LinkedHashMap<>();
    try (Sdvgen sdvgen =
        Sdvgen.builder().configuration(settings()).plugin(new FakePlugin()).open()) {
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void stepFinished(StepReport report) {
                  report.losses().keySet().forEach(track -> steps.merge(track, 1, Integer::sum));
                  alive.put(report.step() + 1, NativeMemory.now());
                }
              });
    }
    assertEquals(LATE, alive.size());
    assertTrue(steps.values().stream().allMatch(count -> count >= EARLY), steps.toString());
    assertEquals(alive.get((long) EARLY), alive.get((long) LATE));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("output_dir", folder.toString());
    settings.put("max_train_steps", Integer.toString(LATE));
    settings.put("checkpointing_steps", "1000");
    settings.put("dataloader_num_workers", "0");
    settings.put("backbone.name", "wan22");
    settings.put("backbone.checkpoint", TinyModel.folder().toString());
    settings.put("backbone.device", "cpu");
    settings.put("backbone.dtype", "fp32");
    settings.put("backbone.max_sequence_length", "24");
    settings.put("lora.rank", "2");
    settings.put("lora.alpha", "2");
    settings.put("switch.name", "stochastic");
    settings.put("switch.probability", "0.3");
    settings.put("tracks", "identity, motion");
    track(settings, "identity", "fake-pairs");
    track(settings, "motion", "fake-videos");
    settings.put("track.identity.batch_size", "2");
    settings.put("track.motion.frames", "5");
    return settings;
  }

  private static void track(Map<String, String> settings, String objective, String data) {
    String track = "track." + objective + ".";
    settings.put(track + "objective.name", objective);
    settings.put(track + "data.name", data);
    settings.put(track + "height", "32");
    settings.put(track + "width", "64");
  }
}
