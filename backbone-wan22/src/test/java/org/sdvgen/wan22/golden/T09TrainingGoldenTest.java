package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.config.LrScheduler;
import org.sdvgen.host.training.LearningRateSchedule;
import org.sdvgen.objectives.DrawPurposes;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.golden.GoldenDraws;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenModel;
import org.sdvgen.testkit.golden.GoldenSamples;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;

/**
 * Case 9, all steps: the trainer with its objectives, switch policy, clipping, schedule and
 * optimizer, fed with the stored latents, embeddings, noise and noise levels.
 */
class T09TrainingGoldenTest {
  private static final double TOLERANCE = 5e-5;
  private static final double WEIGHTS = 1e-5;
  private static final double RATE = 1e-9;

  /** The case's own, which its files do not say. */
  private static final List<String> TASKS = List.of("identity", "motion", "identity");

  private static final int WARMUP = 2;
  private static final int STEPS = 12;
  private static final int CYCLES = 2;

  private static final GoldenDraws.Purposes STORED =
      new GoldenDraws.Purposes(DrawPurposes.TRACK, DrawPurposes.TIMESTEP, DrawPurposes.NOISE);

  private final GoldenFolder golden = WanGolden.open();

  @TempDir private Path folder;

  @Test
  void everyStepAgrees() {
    try (GoldenTensors tensors = open()) {
      List<StepReport> reports = train(tensors);
      assertEquals(TASKS.size(), reports.size());
      assertEquals(TASKS.size(), tensors.get("steps.loss").size(), "steps in the case");
      for (StepReport report : reports) {
        checkReport(tensors, report);
      }
      for (String step : tensors.matches("step(\\d+)\\..*")) {
        checkWeights(tensors, Integer.parseInt(step));
      }
    }
  }

  @Test
  void learningRatesAgree() {
    try (GoldenTensors tensors = open()) {
      float[] expected = tensors.get("schedule.lr").toFloatArray();
      LearningRateSchedule schedule =
          new LearningRateSchedule(
              LrScheduler.COSINE_WITH_RESTARTS, rate(tensors), WARMUP, STEPS, CYCLES);
      for (int step = 0; step < expected.length; step++) {
        assertEquals(expected[step], schedule.at(step), RATE, "step " + step);
      }
      Parity.exact("09", "schedule.lr");
    }
  }

  private static void checkReport(GoldenTensors tensors, StepReport report) {
    int step = Math.toIntExact(report.step());
    assertEquals(List.of(TASKS.get(step)), List.copyOf(report.losses().keySet()));
    double loss = report.losses().values().iterator().next();
    Parity.number("09", "steps.loss." + step, stored(tensors, "loss", step), loss, TOLERANCE);
    double norm = stored(tensors, "grad_norm", step);
    Parity.number("09", "steps.grad_norm." + step, norm, report.gradientNorm(), TOLERANCE);
    assertEquals(stored(tensors, "lr", step), report.learningRate(), RATE);
  }

  private static double stored(GoldenTensors tensors, String name, int step) {
    return tensors.get("steps." + name).toFloatArray()[step];
  }

  /**
   * Compares every tensor of the adapter. The first step has learning rate 0, so nothing is stored
   * of it.
   */
  private void checkWeights(GoldenTensors tensors, long step) {
    String prefix = "step" + step + ".";
    Path file = folder.resolve("checkpoint-" + step).resolve("pytorch_lora_weights.safetensors");
    try (SafetensorsFile adapter = SafetensorsFile.open(file)) {
      Set<String> names = tensors.matches("step" + step + "\\.(.*)");
      assertEquals(adapter.entries().size(), names.size(), "tensors after step " + step);
      for (String name : names) {
        NDArray actual = adapter.readAsStored(tensors.manager(), "transformer." + name);
        Parity.absolute("09", prefix + name, tensors.get(prefix + name), actual, WEIGHTS);
      }
    }
  }

  private List<StepReport> train(GoldenTensors tensors) {
    TrainingBatches batches =
        new TrainingBatches(tensors, WanGolden.model(golden).schedulerConfig().shift());
    List<StepReport> reports = new ArrayList<>();
    try (Sdvgen sdvgen =
        Sdvgen.builder()
            .configuration(configuration(tensors))
            .plugin(new GoldenSamples())
            .draws(new GoldenDraws(batches, TASKS, STORED))
            .trainingModel(own -> new GoldenModel(own, batches))
            .open()) {
      Trainer trainer = sdvgen.trainer();
      trainer.train(
          new TrainingListener() {
            @Override
            public void stepFinished(StepReport report) {
              reports.add(report);
              if (reports.size() == TASKS.size()) {
                trainer.requestStop();
              }
            }
          });
    }
    return reports;
  }

  private Map<String, String> configuration(GoldenTensors tensors) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("output_dir", folder.toString());
    settings.put("checkpointing_steps", "1");
    settings.put("dataloader_num_workers", "0");
    settings.put("initial_adapter", golden.adapter().toString());
    LoraSettings lora = GoldenDenoiser.adapterConfig(golden);
    settings.put("lora.rank", Integer.toString(lora.rank()));
    settings.put("lora.alpha", Double.toString(lora.alpha()));
    settings.put("lora.targets", String.join(", ", lora.targets()));
    settings.put("lora.dropout", "0");
    settings.put("learning_rate", Double.toString(rate(tensors)));
    settings.put("adam_beta1", "0.9");
    settings.put("adam_beta2", "0.95");
    settings.put("adam_epsilon", "1e-8");
    settings.put("adam_weight_decay", "0.01");
    settings.put("max_grad_norm", "1");
    settings.put("lr_scheduler", "cosine_with_restarts");
    settings.put("lr_warmup_steps", Integer.toString(WARMUP));
    settings.put("lr_num_cycles", Integer.toString(CYCLES));
    settings.put("max_train_steps", Integer.toString(STEPS));
    settings.put("backbone.name", "wan22");
    settings.put("backbone.checkpoint", golden.model().toString());
    settings.put("backbone.device", GoldenFolder.device());
    settings.put("backbone.dtype", "fp32");
    settings.put("backbone.reference_position", "continuous");
    settings.put("switch.name", "stochastic");
    settings.put("switch.probability", "0.5");
    settings.put("tracks", "identity, motion");
    addTrack(settings, tensors, "identity", Map.of("view_drop", "0"));
    addTrack(settings, tensors, "motion", Map.of("token_drop", "0"));
    return settings;
  }

  /** The stored latents take the place of the pixels', whose size only has to be an allowed one. */
  private void addTrack(
      Map<String, String> settings, GoldenTensors tensors, String task, Map<String, String> own) {
    String track = "track." + task + ".";
    settings.put(track + "objective.name", task);
    own.forEach((key, value) -> settings.put(track + "objective." + key, value));
    settings.put(track + "objective.reference_sampling", "mode");
    settings.put(track + "objective.target_sampling", "mode");
    settings.put(track + "data.name", "golden-" + task);
    settings.put(track + "batch_size", Long.toString(tensors.get(task + ".x0").getShape().get(0)));
    int multiple =
        WanGolden.geometry(golden).spatialFactor()
            * WanGolden.model(golden).transformerConfig().patchSize();
    settings.put(track + "height", Integer.toString(multiple));
    settings.put(track + "width", Integer.toString(multiple));
    if (task.equals("motion")) {
      int frames = WanGolden.geometry(golden).temporalFactor() + 1;
      settings.put(track + "frames", Integer.toString(frames));
    }
  }

  /** The rate at its full height, in double as it was given. */
  private static double rate(GoldenTensors tensors) {
    float highest = tensors.get("schedule.lr").max().getFloat();
    return Double.parseDouble(Float.toString(highest));
  }

  private GoldenTensors open() {
    return new GoldenTensors(golden.tensors("train.safetensors"));
  }
}
