package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.cli.Commands;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.OptimizerSettings;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.ScheduleSettings;
import org.sdvgen.host.config.TrackSettings;

/** The guide names every setting, and the listing every component. */
final class ConfigurationGuideTest {
  private static final List<Class<? extends Record>> SETTINGS =
      List.of(
          RunSettings.class,
          OptimizerSettings.class,
          ScheduleSettings.class,
          CheckpointSettings.class,
          LoraConfig.class,
          TrackSettings.class,
          GenerationSettings.class);

  @Test
  void everySettingIsExplained() throws Exception {
    String guide = Files.readString(Path.of("..", "docs", "configuration.md"));
    List<String> missing = new ArrayList<>();
    for (Class<? extends Record> settings : SETTINGS) {
      for (var component : settings.getRecordComponents()) {
        String key = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        if (!guide.contains("`" + key + "`") && !guide.contains("." + key + "`")) {
          missing.add(settings.getSimpleName() + "." + key);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyBundledComponentIsListed() {
    Commands plugins = Commands.run("plugins");
    assertEquals(0, plugins.code(), plugins.err());
    List<String> missing =
        List.of(
                "cogvideox",
                "identity",
                "motion",
                "stochastic",
                "single-track",
                "two-stage",
                "alternating",
                "gradient-surgery",
                "l2-penalty",
                "l2-anchoring",
                "subject-pairs",
                "captioned-videos",
                "toy-world")
            .stream()
            .filter(name -> !plugins.out().contains("\n  " + name + "  "))
            .toList();
    assertEquals(List.of(), missing, plugins.out());
  }
}
