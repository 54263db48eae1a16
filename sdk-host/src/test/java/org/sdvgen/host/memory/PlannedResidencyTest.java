package org.sdvgen.host.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.MemoryOutline;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.testkit.FakeBackbone;
import org.sdvgen.testkit.FakeSettings;

/** A model of four blocks whose parts have sizes that a test chooses. */
final class PlannedResidencyTest {
  private static final long GIB = 1L << 30;
  private static final int BLOCKS = 4;
  private static final Machine CARD =
      new Machine("a GPU", GIB, 1000 * GIB, false, new Machine.Rates(1, 1));

  @TempDir private Path folder;

  /** Text encoder and denoiser, of which some blocks may be streamed. */
  private record Sizes(long text, long weights, int resident) implements MemoryOutline {
    @Override
    public DeviceName device() {
      return DeviceName.CPU;
    }

    @Override
    public List<Choice> choices() {
      return List.of(new Choice(RESIDENT_BLOCKS, List.of(String.valueOf(BLOCKS), "0")));
    }

    @Override
    public MemoryOutline with(Map<String, String> values) {
      String blocks = values.getOrDefault(RESIDENT_BLOCKS, String.valueOf(resident));
      return new Sizes(text, weights, Integer.parseInt(blocks));
    }

    @Override
    public long textEncoder() {
      return text;
    }

    @Override
    public long codec() {
      return 0;
    }

    @Override
    public Held denoiser() {
      long block = weights / BLOCKS;
      long passing = resident == BLOCKS ? 0 : block;
      return new Held(weights, resident * block, passing, weights - resident * block, 0);
    }

    @Override
    public Work text(int prompts) {
      return new Work(0, 0);
    }

    @Override
    public Optional<Work> encode(Clip clip) {
      return Optional.of(new Work(0, 0));
    }

    @Override
    public Optional<Work> decode(Clip clip) {
      return Optional.of(new Work(0, 0));
    }

    @Override
    public Optional<Work> predict(Clip clip, Selection selection) {
      return Optional.of(new Work(0, 0));
    }

    @Override
    public Optional<Step> train(Clip clip, Selection selection) {
      return Optional.of(new Step(0, 0, 0, 2));
    }
  }

  private record Outline(BackboneSpec spec, MemoryOutline sizes) implements BackboneOutline {
    @Override
    public Map<String, Shape> trainable(Selection selection) {
      return Map.of("weight", new Shape(2, 3));
    }

    @Override
    public void checkPrompt(String prompt) {}

    @Override
    public Optional<MemoryOutline> memory() {
      return Optional.of(sizes);
    }

    @Override
    public void close() {}
  }

  /** A backbone that says how it was to be loaded, and is not. */
  private record Sized(MemoryOutline sizes) implements BackboneFactory<FakeSettings>, Plugin {
    @Override
    public String name() {
      return "sized";
    }

    @Override
    public String description() {
      return "Has sizes and no weights, for tests";
    }

    @Override
    public Class<FakeSettings> settingsType() {
      return FakeSettings.class;
    }

    @Override
    public Backbone create(FakeSettings settings, ComponentContext context) {
      throw new InputException("loaded: " + context.residency());
    }

    @Override
    public AdapterTools adapterTools(FakeSettings settings) {
      throw new IllegalStateException("no adapters are converted");
    }

    @Override
    public BackboneOutline outline(FakeSettings settings) {
      try (FakeBackbone loaded = new FakeBackbone(settings)) {
        return new Outline(loaded.spec(), sizes);
      }
    }

    @Override
    public List<ComponentFactory<?, ? extends Backbone>> backbones() {
      return List.of(this);
    }
  }

  private Sdvgen open(MemoryOutline sizes, List<String> notices) {
    return FakeRun.in(folder)
        .with("backbone.name", "sized")
        .builder()
        .plugin(new Sized(sizes))
        .notices(notices::add)
        .open();
  }

  private MemoryPlan plan(long text, long denoiser, long card) {
    try (Sdvgen sdvgen = open(new Sizes(text, denoiser, BLOCKS), new ArrayList<>())) {
      return sdvgen.memoryPlan(CARD.withGpu(card));
    }
  }

  @Test
  void theFirstModeThatFitsIsTaken() {
    long parts = 8 * GIB;
    assertEquals("resident", plan(parts, parts, 17 * GIB).mode());
    MemoryPlan phased = plan(parts, parts, 10 * GIB);
    assertEquals("phased", phased.mode());
    assertTrue(phased.fits());
    // A block of 2 GiB passes beside those that stay: two fit, three do not.
    MemoryPlan streamed = plan(GIB, parts, 7 * GIB);
    assertEquals("stream", streamed.mode());
    assertTrue(streamed.fits());
    assertTrue(streamed.peak() > 6 * GIB && streamed.peak() < 7 * GIB, "peak " + streamed.peak());
    assertFalse(plan(GIB, parts, 2 * GIB).fits());
  }

  private void assertLoads(long share, String residency, String said) {
    List<String> notices = new ArrayList<>();
    long host;
    try (Sdvgen sdvgen = open(new Sizes(0, 0, BLOCKS), notices)) {
      host = sdvgen.machine().deviceBytes();
    }
    long part = host / 100 * share;
    try (Sdvgen sdvgen = open(new Sizes(part, part, BLOCKS), notices)) {
      InputException loads = assertThrows(InputException.class, sdvgen::trainer);
      assertTrue(String.valueOf(loads.getMessage()).contains(residency), loads.getMessage());
      String all = String.join("\n", notices);
      assertEquals(!said.isEmpty(), all.contains("memory.mode = auto"), all);
      assertTrue(all.contains(said), all);
    }
  }

  @Test
  void trainingLoadsAsThePlanDecides() {
    assertLoads(10, "mode=RESIDENT", "");
    assertLoads(70, "mode=PHASED", "memory.mode = auto: the plan decides for phased. ");
  }

  /** A machine too small is told so before anything is loaded. */
  @Test
  void whatFitsByNoModeIsRefused() {
    MemoryOutline huge = new Sizes(GIB << 20, GIB << 20, BLOCKS);
    try (Sdvgen sdvgen = open(huge, new ArrayList<>())) {
      InputException e = assertThrows(InputException.class, sdvgen::trainer);
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("memory.mode = auto: no mode fits. The largest"), message);
      assertTrue(message.contains("it does not fit"), message);
    }
  }

  @Test
  void whatIsKnownInPartIsNotRefused() {
    MemoryOutline huge = new WeightsOnly(List.of(new Shape(GIB, GIB)));
    List<String> notices = new ArrayList<>();
    try (Sdvgen sdvgen = open(huge, notices)) {
      InputException loads = assertThrows(InputException.class, sdvgen::trainer);
      assertTrue(String.valueOf(loads.getMessage()).startsWith("loaded: "), loads.getMessage());
    }
    assertTrue(notices.stream().anyMatch(it -> it.contains("it does not fit")), notices.toString());
  }
}
