package org.sdvgen.cogvideox.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
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
import org.sdvgen.objectives.DrawPurposes;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.golden.GoldenBatches;
import org.sdvgen.testkit.golden.GoldenDraws;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenModel;
import org.sdvgen.testkit.golden.GoldenSamples;
import org.sdvgen.testkit.golden.Parity;

/**
 * Case 9, all steps: the trainer with its objectives, switch policy, clipping, schedule and
 * optimizer, fed with the stored latents, embeddings, noise and timesteps.
 */
class T09TrainingGoldenTest {
  private static final double LOSS = 1e-5;
  private static final double NORM = 1e-4;
  private static final double WEIGHTS = 2e-6;
  private static final double RATE = 1e-15;

  private static final GoldenDraws.Purposes STORED =
      new GoldenDraws.Purposes(DrawPurposes.TRACK, DrawPurposes.TIMESTEP, DrawPurposes.NOISE);

  private final GoldenFolder golden = CogVideoXGolden.open();

  @TempDir private Path folder;

  @Test
  void everyStepAgrees() {
    try (CogVideoXTensors tensors =
        new CogVideoXTensors(golden.tensors("09_training.safetensors"))) {
      JsonNode steps =
          GoldenFolder.filled(golden.json("09_training.json").path("steps"), "training step");
      List<StepReport> reports = train(tensors, steps);
      assertEquals(steps.size(), reports.size());
      for (int i = 0; i < steps.size(); i++) {
        checkReport(steps.get(i), reports.get(i));
      }
      for (String step : tensors.matches("after_step\\.(\\d+)\\..*")) {
        checkWeights(tensors, Integer.parseInt(step));
      }
    }
  }

  private static void checkReport(JsonNode expected, StepReport report) {
    String name = "steps." + report.step();
    String task = expected.get("task").asText();
    assertEquals(List.of(task), List.copyOf(report.losses().keySet()), name);
    double loss = report.losses().values().iterator().next();
    Parity.number("09", name + ".loss", expected.get("loss").asDouble(), loss, LOSS);
    double norm = expected.get("gradient_norm_before_clip").asDouble();
    Parity.number("09", name + ".gradient_norm", norm, report.gradientNorm(), NORM);
    assertEquals(expected.get("lr").asDouble(), report.learningRate(), RATE, name);
  }

  /** Compares every tensor of the adapter; not every step has its weights stored. */
  private void checkWeights(CogVideoXTensors tensors, int step) {
    String prefix = "after_step." + step + ".";
    Path file =
        folder.resolve("checkpoint-" + (step + 1)).resolve("pytorch_lora_weights.safetensors");
    try (SafetensorsFile adapter = SafetensorsFile.open(file)) {
      Set<String> names = tensors.matches("after_step\\." + step + "\\.(.*)");
      assertEquals(adapter.entries().size(), names.size(), "tensors after step " + step);
      for (String name : names) {
        NDArray actual = adapter.readAsStored(tensors.manager(), "transformer." + name);
        Parity.absolute("09", prefix + name, tensors.get(prefix + name), actual, WEIGHTS);
      }
    }
  }

  private List<StepReport> train(CogVideoXTensors tensors, JsonNode steps) {
    List<String> tasks = new ArrayList<>();
    steps.forEach(step -> tasks.add(step.get("task").asText()));
    GoldenBatches batches =
        new TrainingBatches(
            tensors, CogVideoXGolden.model(golden).schedulerConfig().numTrainTimesteps());
    List<StepReport> reports = new ArrayList<>();
    try (Sdvgen sdvgen =
        Sdvgen.builder()
            .configuration(configuration(tensors))
            .plugin(new GoldenSamples())
            .draws(new GoldenDraws(batches, tasks, STORED))
            .trainingModel(own -> new GoldenModel(own, batches))
            .open()) {
      Trainer trainer = sdvgen.trainer();
      trainer.train(
          new TrainingListener() {
            @Override
            public void stepFinished(StepReport report) {
              reports.add(report);
              if (reports.size() == steps.size()) {
                trainer.requestStop();
              }
            }
          });
    }
    return reports;
  }

  private Map<String, String> configuration(CogVideoXTensors tensors) {
    JsonNode optimizer = golden.json("09_training.json").get("optimizer");
    JsonNode schedule = optimizer.get("schedule");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("output_dir", folder.toString());
    settings.put("checkpointing_steps", "1");
    settings.put("dataloader_num_workers", "0");
    settings.put(
        "initial_adapter", GoldenDenoiser.adapterWith(golden, "reference", folder).toString());
    LoraSettings lora = GoldenDenoiser.adapterConfig(golden);
    settings.put("lora.rank", Integer.toString(lora.rank()));
    settings.put("lora.alpha", Double.toString(lora.alpha()));
    settings.put("lora.dropout", "0");
    settings.put("learning_rate", optimizer.get("lr").asText());
    settings.put("adam_beta1", optimizer.get("betas").get(0).asText());
    settings.put("adam_beta2", optimizer.get("betas").get(1).asText());
    settings.put("adam_epsilon", optimizer.get("eps").asText());
    settings.put("adam_weight_decay", optimizer.get("weight_decay").asText());
    settings.put("max_grad_norm", optimizer.get("max_grad_norm").asText());
    settings.put("lr_scheduler", schedule.get("name").asText());
    settings.put("lr_warmup_steps", schedule.path("num_warmup_steps").asText("0"));
    settings.put("lr_num_cycles", schedule.path("num_cycles").asText("1"));
    settings.put("max_train_steps", schedule.get("num_training_steps").asText());
    settings.put("backbone.name", "cogvideox");
    settings.put("backbone.checkpoint", golden.model().toString());
    settings.put("backbone.device", GoldenFolder.device());
    settings.put("backbone.dtype", "fp32");
    settings.put("switch.name", "stochastic");
    settings.put("switch.probability", "0.5");
    settings.put("tracks", "identity, motion");
    addTrack(settings, tensors, "identity", Map.of("view_drop", "0"));
    addTrack(settings, tensors, "motion", Map.of("token_drop", "0"));
    return settings;
  }

  /** The stored latents take the place of the pixels', whose size only has to be an allowed one. */
  private void addTrack(
      Map<String, String> settings,
      CogVideoXTensors tensors,
      String task,
      Map<String, String> own) {
    String track = "track." + task + ".";
    settings.put(track + "objective.name", task);
    own.forEach((key, value) -> settings.put(track + "objective." + key, value));
    settings.put(track + "objective.reference_sampling", "mode");
    settings.put(track + "objective.target_sampling", "mode");
    settings.put(track + "data.name", "golden-" + task);
    long batch = tensors.get(task + ".latents").getShape().get(0);
    settings.put(track + "batch_size", Long.toString(batch));
    int multiple =
        CogVideoXGolden.model(golden).vaeConfig().spatialCompressionRatio()
            * CogVideoXGolden.model(golden).transformerConfig().patchSize();
    settings.put(track + "height", Integer.toString(multiple));
    settings.put(track + "width", Integer.toString(multiple));
    if (task.equals("motion")) {
      settings.put(track + "frames", "9");
    }
  }
}
