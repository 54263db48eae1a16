package org.sdvgen.host.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.PluginException;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.testkit.FakeBackbone;
import org.sdvgen.testkit.FakeSettings;

/** Wrong data are found before a model is loaded, which takes minutes at real size. */
final class ModelLoadedLastTest {
  @TempDir private Path folder;

  /** A backbone that is known without its weights and cannot be loaded. */
  private static final class Unloadable implements BackboneFactory<FakeSettings> {
    @Override
    public String name() {
      return "unloadable";
    }

    @Override
    public String description() {
      return "Has no weights, for tests";
    }

    @Override
    public Class<FakeSettings> settingsType() {
      return FakeSettings.class;
    }

    @Override
    public Backbone create(FakeSettings settings, ComponentContext context) {
      throw new IllegalStateException("the model was loaded");
    }

    @Override
    public AdapterTools adapterTools(FakeSettings settings) {
      throw new IllegalStateException("no adapters are converted");
    }

    @Override
    public BackboneOutline outline(FakeSettings settings) {
      BackboneSpec spec;
      try (FakeBackbone loaded = new FakeBackbone(settings)) {
        spec = loaded.spec();
      }
      return new Outline(spec);
    }
  }

  private record Outline(BackboneSpec spec) implements BackboneOutline {
    @Override
    public Map<String, Shape> trainable(Parameters.Selection selection) {
      return Map.of("weight", new Shape(2, 3));
    }

    @Override
    public void checkPrompt(String prompt) {}

    @Override
    public void close() {}
  }

  private static final class UnloadablePlugin implements Plugin {
    @Override
    public List<ComponentFactory<?, ? extends Backbone>> backbones() {
      return List.of(new Unloadable());
    }
  }

  private Sdvgen open(FakeRun run) {
    return run.with("backbone.name", "unloadable").builder().plugin(new UnloadablePlugin()).open();
  }

  private static void assertRefused(Executable part, String reason) {
    String message = String.valueOf(assertThrows(InputException.class, part).getMessage());
    assertTrue(message.contains(reason), message);
  }

  @Test
  void wrongDataAreFoundBeforeTheModelIsLoaded() {
    FakeRun run =
        FakeRun.in(folder).with("analysis.steps", "2").with("track.short.held_out", "1000");
    try (Sdvgen sdvgen = open(run)) {
      assertRefused(sdvgen::trainer, "leaves nothing to train on");
      assertRefused(sdvgen::analyzer, "leaves nothing to train on");
    }
  }

  @Test
  void planNeedsNoLoadedModel() {
    try (Sdvgen sdvgen = open(FakeRun.in(folder))) {
      assertEquals(6, sdvgen.trainingPlan().trainableParameters());
      assertThrows(PluginException.class, sdvgen::trainer);
    }
  }
}
