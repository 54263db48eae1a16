package org.sdvgen.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small training run on the fake backbone: two tracks in turn, of unequal batches and lengths.
 */
public final class FakeRun {
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<Path> plugins = new ArrayList<>();

  private FakeRun(Path outputDir) {
    settings.put("output_dir", outputDir.toString());
    settings.put("max_train_steps", "6");
    settings.put("checkpointing_steps", "100");
    settings.put("learning_rate", "0.02");
    settings.put("lr_scheduler", "constant");
    settings.put("backbone.name", "fake");
    settings.put("lora.rank", "2");
    settings.put("lora.alpha", "2");
    settings.put("lora.dropout", "0.2");
    settings.put("switch.name", "alternate");
    settings.put("tracks", "short, long");
    track("short", 3, 1);
    track("long", 1, 5);
  }

  private void track(String name, int batchSize, int frames) {
    settings.put("track." + name + ".objective.name", "fake");
    settings.put("track." + name + ".data.name", "fake-videos");
    settings.put("track." + name + ".batch_size", Integer.toString(batchSize));
    settings.put("track." + name + ".frames", Integer.toString(frames));
    settings.put("track." + name + ".height", "8");
    settings.put("track." + name + ".width", "12");
  }

  /** The run as it stands. */
  public static FakeRun in(Path outputDir) {
    return new FakeRun(outputDir);
  }

  /** Changes a setting. */
  public FakeRun with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Takes a track away. */
  public FakeRun withoutTrack(String name) {
    settings.keySet().removeIf(key -> key.startsWith("track." + name + "."));
    return this;
  }

  /** Takes a track's height and width away. */
  public FakeRun withoutSizes(String name) {
    settings.remove("track." + name + ".height");
    settings.remove("track." + name + ".width");
    return this;
  }

  /** The settings. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /** Has the run find plugins of a folder, too. */
  public FakeRun pluginsIn(Path folder) {
    plugins.add(folder);
    return this;
  }

  /** A builder with the settings in it. */
  public SdvgenBuilder builder() {
    SdvgenBuilder builder = Sdvgen.builder().configuration(settings);
    plugins.forEach(builder::pluginDirectory);
    return builder;
  }

  /** Trains to the end and returns every step's figures. */
  public List<StepReport> train() {
    List<StepReport> reports = new ArrayList<>();
    try (Sdvgen sdvgen = builder().open()) {
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void stepFinished(StepReport report) {
                  reports.add(report);
                }
              });
    }
    return reports;
  }

  /** Trains until some steps are taken, then asks to stop, and returns the steps' figures. */
  public List<StepReport> trainAndStopAfter(int steps) {
    List<StepReport> reports = new ArrayList<>();
    try (Sdvgen sdvgen = builder().open()) {
      Trainer trainer = sdvgen.trainer();
      trainer.train(
          new TrainingListener() {
            @Override
            public void stepFinished(StepReport report) {
              reports.add(report);
              if (reports.size() == steps) {
                trainer.requestStop();
              }
            }
          });
    }
    return reports;
  }
}
