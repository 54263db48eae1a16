package org.sdvgen.host.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.SettingInfo;
import org.sdvgen.host.plugin.LoadedPlugin;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.testkit.FakeBackbone;
import org.sdvgen.testkit.FakePlugin;
import org.sdvgen.testkit.FakeSettings;

final class SettingCatalogTest {
  private static final SettingCatalog CATALOG =
      new SettingCatalog(
          new PluginRegistry(
              List.of(
                  new LoadedPlugin(new FakePlugin(), "test"),
                  new LoadedPlugin(new OtherPlugin(), "test"))));

  /** A backbone whose settings are of several types, some of which decide nothing. */
  record OtherConfig(
      @Setting(doc = "Folder of the model", decidesResult = false) Path checkpoint,
      @Setting(doc = "Some factor", defaultValue = "2") double spatialFactor,
      @Setting(doc = "How pictures are fitted", defaultValue = "cover") Fit fit,
      @Setting(doc = "Some words", defaultValue = "a, b") List<String> words) {}

  private static final class OtherPlugin implements Plugin {
    @Override
    public List<ComponentFactory<?, ? extends Backbone>> backbones() {
      return List.of(
          ComponentFactory.of(
              "other",
              "Another model, for tests",
              OtherConfig.class,
              (config, context) -> new FakeBackbone(FakeSettings.DEFAULT)));
    }
  }

  private static Map<String, String> with(String backbone) {
    return Map.of("backbone.name", backbone, "track.motion.data.name", "fake-videos");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed",
        "max_train_steps",
        "backbone.name",
        "backbone.spatial_factor",
        "track.motion.batch_size",
        "track.motion.held_out",
        "track.motion.data.name",
        "track.motion.data.size",
        "switch.name",
        "update_rules",
        "cache.variants",
        "lora.targets",
        "nobody.knows.this"
      })
  void whatDecidesTheResult(String key) {
    assertTrue(CATALOG.decidesResult(key, with("other")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "extends",
        "output_dir",
        "checkpointing_steps",
        "checkpoints_total_limit",
        "checkpoints_keep_every",
        "resume_from_checkpoint",
        "resume_changed_recipe",
        "dataloader_num_workers",
        "threads",
        "max_skipped_steps",
        "report_to",
        "cache.folder",
        "cache.text",
        "track.motion.analysis_batch_size",
        "track.motion.analysis_data.name",
        "track.motion.analysis_data.size",
        "generate.fps",
        "evaluation.metrics",
        "evaluation.data.name",
        "evaluation.data.size",
        "validation.steps",
        "validation.prompts.prompt",
        "validation.prompts.1.prompt",
        "analysis.tracks",
        "backbone.checkpoint"
      })
  void whatDecidesNothing(String key) {
    assertFalse(CATALOG.decidesResult(key, with("other")));
  }

  @Test
  void theChosenComponentSaysWhatDecides() {
    assertFalse(CATALOG.decidesResult("backbone.checkpoint", with("other")));
    List<SettingInfo> factor = CATALOG.explain("backbone.spatial_factor");
    assertEquals(
        Set.of("backbone fake", "backbone other"),
        new HashSet<>(factor.stream().map(info -> info.component().orElseThrow()).toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learning_rate | 1e-4 | 0.0001",
        "max_train_steps | 4000 | ' 4000 '",
        "track.motion.fit | cover | COVER",
        "lr_scheduler | cosine_with_restarts | cosine-with-restarts",
        "backbone.spatial_factor | 2 | 2.0",
        "backbone.words | a, b | 'a,b'",
        "use_ema | true | TRUE"
      })
  void valuesAreComparedNotTheirSpelling(String key, String one, String other) {
    assertTrue(CATALOG.isSame(key, merged(key, one), merged(key, other)), key);
    assertFalse(CATALOG.isSame(key, merged(key, one), merged(key, "7")), key);
  }

  private static Map<String, String> merged(String key, String value) {
    return Map.of("backbone.name", "other", "track.motion.data.name", "fake-videos", key, value);
  }

  @Test
  void absentSettingHasItsDefault() {
    assertTrue(CATALOG.isSame("learning_rate", Map.of(), Map.of("learning_rate", "0.00005")));
    assertFalse(CATALOG.isSame("learning_rate", Map.of(), Map.of("learning_rate", "0.0001")));
    assertTrue(
        CATALOG.isSame("backbone.fit", with("other"), merged("backbone.fit", "cover")),
        "a component's default");
  }

  @Test
  void sectionsAreExplainedWhole() {
    List<String> keys = CATALOG.explain("lora").stream().map(SettingInfo::key).toList();
    assertEquals(List.of("lora.rank", "lora.alpha", "lora.dropout", "lora.targets"), keys);
    assertEquals("track.<track>.batch_size", CATALOG.explain("track.x.batch_size").get(0).key());
    SettingInfo prompt = CATALOG.explain("validation.prompts.3.prompt").get(0);
    assertEquals("validation.prompts.<n>.prompt", prompt.key());
    assertTrue(prompt.required());
  }

  @ParameterizedTest
  @CsvSource({
    "learning_rat, learning_rate",
    "rank, lora.rank",
    "generate.sed, generate.seed",
    "track.motion.batchsize, track.<track>.batch_size"
  })
  void unknownKeyGetsTheNearest(String key, String nearest) {
    String message =
        String.valueOf(assertThrows(InputException.class, () -> CATALOG.explain(key)).getMessage());
    assertEquals(key + " is not a known setting; did you mean " + nearest + "?", message);
  }
}
