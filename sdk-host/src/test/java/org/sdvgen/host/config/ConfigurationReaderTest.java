package org.sdvgen.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.config.TrainableSettings.Mode;
import org.sdvgen.host.plugin.LoadedPlugin;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.testkit.FakePlugin;
import org.sdvgen.testkit.FakeSettings;

final class ConfigurationReaderTest {
  private static final PluginRegistry PLUGINS =
      new PluginRegistry(List.of(new LoadedPlugin(new FakePlugin(), "test")));

  private final Map<String, String> settings = new HashMap<>();

  private ConfiguredRun read() {
    return ConfigurationReader.read(PLUGINS, Optional.empty(), settings, List.of());
  }

  private String problems() {
    return String.valueOf(assertThrows(InputException.class, this::read).getMessage());
  }

  @Test
  void listsInBracketsComeBackFromTheRunsOwnFile(@TempDir Path folder) throws IOException {
    settings.put("output_dir", folder.toString());
    settings.put("backbone.name", "fake");
    settings.put("switch.name", "alternate");
    for (String track : List.of("identity", "motion")) {
      settings.put("track." + track + ".objective.name", "fake");
      settings.put("track." + track + ".data.name", "fake-videos");
    }
    List<String> overrides =
        List.of(
            "tracks=[identity,motion]",
            "lora.targets=[to_q, 'to_k']",
            "trainable.patterns=['[ab]{1,2}']",
            "analysis.tracks=[]");
    ConfiguredRun config = ConfigurationReader.read(PLUGINS, Optional.empty(), settings, overrides);
    assertEquals(
        List.of("identity", "motion"),
        config.tracks().stream().map(ConfiguredTrack::name).toList());
    assertEquals(List.of("to_q", "to_k"), config.lora().targets());
    assertEquals(List.of("[ab]{1,2}"), config.trainable().patterns());
    assertEquals(List.of(), config.analysis().tracks());

    ConfigurationFile.write(config.written(), config.checkpoints().outputDir());
    String text = Files.readString(ConfigurationFile.of(folder));
    assertTrue(text.contains("tracks: [\"identity\",\"motion\"]"), text);
    ConfiguredRun again =
        ConfigurationReader.read(
            PLUGINS, Optional.of(ConfigurationFile.of(folder)), Map.of(), List.of());
    assertEquals(config.tracks(), again.tracks());
    assertEquals(config.lora(), again.lora());
    assertEquals(config.trainable(), again.trainable());
    assertEquals(config.analysis(), again.analysis());
  }

  @Test
  void componentsAreDescribedByTheirKeys() {
    settings.put("backbone.name", "fake");
    settings.put("backbone.weight_seed", "7");
    assertEquals(
        "fake[spatial_factor=4, posterior_deviation=0.1, weight_seed=7,"
            + " references=tokens, first_frame]",
        read().backbone().describe());
  }

  @Test
  void onlyTheBackboneMustBeNamed() {
    settings.put("backbone.name", "fake");
    ConfiguredRun config = read();
    assertEquals(
        new RunSettings(42, 4000, Optional.empty(), 2, "auto", ReportTo.TENSORBOARD, 5),
        config.run());
    assertEquals(
        new OptimizerSettings(OptimizerName.ADAMW, 5e-5, 0.9, 0.95, 0.01, 1e-8, 1.0),
        config.optimizer());
    assertEquals(new MuonSettings(Optional.empty(), 0.95, 0.01), config.muon());
    assertEquals(new EmaSettings(false, 0.9999), config.ema());
    assertEquals(
        new TrainableSettings(Mode.ADAPTER, List.of(".*"), WeightFormat.BF16, Optional.empty()),
        config.trainable());
    assertEquals(new ScheduleSettings(LrScheduler.COSINE_WITH_RESTARTS, 200, 1), config.schedule());
    assertEquals(
        new CheckpointSettings(
            Path.of("output").toAbsolutePath(),
            50,
            Optional.empty(),
            Optional.empty(),
            "auto",
            false),
        config.checkpoints());
    assertEquals(new LoraSettings(128, 64, 0.2, List.of()), config.lora());
    assertEquals(FakeSettings.DEFAULT, config.backbone().config());
    assertEquals(List.of(), config.tracks());
  }

  @Test
  void everyKeyIsMapped() {
    settings.putAll(
        Map.of(
            "seed", "1",
            "max_train_steps", "10",
            "initial_adapter", "/a.safetensors",
            "threads", "3",
            "learning_rate", "0.1",
            "adam_beta1", "0.2",
            "adam_beta2", "0.3",
            "adam_weight_decay", "0.4",
            "adam_epsilon", "0.5",
            "max_grad_norm", "0.6"));
    settings.putAll(
        Map.of(
            "lr_scheduler", "constant_with_warmup",
            "lr_warmup_steps", "3",
            "lr_num_cycles", "4",
            "output_dir", "/out",
            "checkpointing_steps", "5",
            "checkpoints_total_limit", "6",
            "resume_from_checkpoint", "never",
            "lora.rank", "7",
            "lora.alpha", "8",
            "lora.targets", "to_q, to_k"));
    settings.putAll(
        Map.of(
            "backbone.name", "fake",
            "backbone.spatial_factor", "2",
            "tracks", "motion",
            "track.motion.objective.name", "fake",
            "track.motion.data.name", "fake-videos",
            "track.motion.data.size", "9",
            "switch.name", "alternate"));
    settings.putAll(
        Map.of(
            "track.motion.batch_size", "4",
            "track.motion.micro_batch_size", "2",
            "track.motion.height", "16",
            "track.motion.width", "24",
            "track.motion.frames", "5",
            "track.motion.fps", "12",
            "track.motion.fit", "contain",
            "dataloader_num_workers", "0",
            "generate.seed", "3"));
    settings.putAll(
        Map.of(
            "optimizer", "muon",
            "muon_learning_rate", "0.7",
            "muon_momentum", "0.8",
            "muon_weight_decay", "0.9",
            "use_ema", "true",
            "ema_decay", "0.99",
            "trainable.mode", "base",
            "trainable.patterns", "a.*, b",
            "trainable.save_dtype", "fp16"));
    settings.putAll(
        Map.of(
            "track.motion.held_out", "3",
            "track.motion.max_samples", "9",
            "track.motion.analysis_batch_size", "2",
            "track.motion.analysis_data.name", "fake-videos",
            "analysis.steps", "5",
            "max_skipped_steps", "9",
            "checkpoints_keep_every", "7",
            "resume_changed_recipe", "true",
            "analysis.seed", "9",
            "analysis.tracks", "motion, identity"));
    settings.putAll(
        Map.of(
            "report_to", "none",
            "validation.steps", "2",
            "validation.prompts.0.prompt", "a cat, and a hat",
            "validation.prompts.0.image", "/cat.png",
            "validation.prompts.0.subject", "cat",
            "validation.prompts.1.prompt", "waves",
            "validation.evaluation_samples", "3",
            "validation.loss_steps", "4",
            "validation.loss_samples", "5",
            "validation.seed", "6"));
    ConfiguredRun config = read();
    assertEquals(
        new RunSettings(
            1,
            10,
            Optional.of(Path.of("/a.safetensors").toAbsolutePath()),
            0,
            "3",
            ReportTo.NONE,
            9),
        config.run());
    assertEquals(
        new OptimizerSettings(OptimizerName.MUON, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
        config.optimizer());
    assertEquals(new MuonSettings(Optional.of(0.7), 0.8, 0.9), config.muon());
    assertEquals(new EmaSettings(true, 0.99), config.ema());
    assertEquals(
        new TrainableSettings(Mode.BASE, List.of("a.*", "b"), WeightFormat.FP16, Optional.empty()),
        config.trainable());
    assertEquals(new ScheduleSettings(LrScheduler.CONSTANT_WITH_WARMUP, 3, 4), config.schedule());
    assertEquals(
        new CheckpointSettings(
            Path.of("/out").toAbsolutePath(), 5, Optional.of(6), Optional.of(7), "never", true),
        config.checkpoints());
    assertEquals(new LoraSettings(7, 8, 0.2, List.of("to_q", "to_k")), config.lora());
    assertEquals(
        new FakeSettings(2, 0.1, 1, FakeSettings.DEFAULT.references()), config.backbone().config());
    ConfiguredTrack motion = config.tracks().get(0);
    assertEquals(List.of("motion"), config.trackNames());
    assertEquals("fake-videos", motion.data().name());
    assertEquals("alternate", config.policy().orElseThrow().name());
    assertEquals(Optional.of(3L), config.generation().seed());
    assertEquals(
        new TrackSettings(
            4,
            Optional.of(new MicroBatchSize(OptionalInt.of(2))),
            Optional.of(16),
            Optional.of(24),
            List.of(),
            Optional.of(5),
            Optional.of(12.0),
            Fit.CONTAIN,
            3,
            Optional.of(9),
            Optional.of(2)),
        motion.settings());
    assertEquals("fake-videos", motion.analysisData().map(ComponentChoice::name).orElse("none"));
    assertEquals(new AnalysisSettings(5, 9, List.of("motion", "identity")), config.analysis());
    assertEquals(
        new ValidationSettings(
            2,
            List.of(
                new ValidationPrompt(
                    "a cat, and a hat",
                    Optional.of(Path.of("/cat.png").toAbsolutePath()),
                    Optional.of("cat")),
                new ValidationPrompt("waves", Optional.empty(), Optional.empty())),
            3,
            4,
            5,
            6),
        config.validation());
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    settings.put("backbone.name", "fakee");
    settings.put("backbone.spatial_factor", "2");
    settings.put("learning_rat", "1");
    settings.put("lora.rank", "0");
    settings.put("tracks", "a, a, b!");
    settings.put("track.a.objective.name", "fake");
    settings.put("track.a.batch_size", "2");
    settings.put("track.a.micro_batch_size", "3");
    settings.put("track.c.batch_size", "2");
    String report = problems();
    for (String part :
        List.of(
            "backbone.name = fakee: no backbone has this name; did you mean fake?",
            "learning_rat is not a known setting; did you mean learning_rate?",
            "lora.rank must be at least 1, not 0",
            "tracks: a name is given twice",
            "not \"b!\"",
            "track.a.data.name is missing: choose a data source: fake-pairs, fake-videos",
            "track.a.micro_batch_size must not be above batch_size: 3 and 2",
            "switch.name is missing: choose a switch policy: alternate",
            "track.c.batch_size is not a known setting; did you mean track.a.batch_size?")) {
      assertTrue(report.contains(part), () -> "expected <" + part + "> in " + report);
    }
    assertTrue(!report.contains("spatial_factor"), report);
  }
}
