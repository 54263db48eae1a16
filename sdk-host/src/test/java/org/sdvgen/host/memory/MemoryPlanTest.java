package org.sdvgen.host.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Machine;
import org.sdvgen.host.MemoryPlan;
import org.sdvgen.host.MemoryPlan.Line;
import org.sdvgen.host.MemoryPlan.Place;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.config.OptimizerName;
import org.sdvgen.runtime.torch.FusedAdamW;
import org.sdvgen.runtime.torch.Muon;
import org.sdvgen.testkit.FakeBackbone;
import org.sdvgen.testkit.FakeSettings;
import org.sdvgen.testkit.NativeMemory;

final class MemoryPlanTest {
  private static final LoraSettings LORA = new LoraSettings(2, 2, 0.2, List.of());
  private static final long GIB = 1L << 30;
  private static final Machine HOST =
      new Machine("the CPU", 8 * GIB, 8 * GIB, true, new Machine.Rates(1, 1));

  @TempDir private Path folder;

  private static MemoryPlan plan(FakeRun run, Machine machine) {
    try (Sdvgen sdvgen = run.builder().open()) {
      return sdvgen.memoryPlan(machine);
    }
  }

  private static long bytes(MemoryPlan plan, String phase, String part) {
    return plan.phases().stream()
        .filter(one -> one.name().equals(phase))
        .flatMap(one -> one.lines().stream())
        .filter(line -> line.part().equals(part))
        .mapToLong(Line::bytes)
        .sum();
  }

  /** Adapter, gradients, moments, average and initial values are as large as the live arrays. */
  @Test
  void whatIsTrainedIsCountedExactly() {
    MemoryPlan plan = plan(FakeRun.in(folder).with("use_ema", "true"), HOST);
    try (Backbone backbone = new FakeBackbone(FakeSettings.DEFAULT);
        NDManager scope = backbone.newScope()) {
      long before = NativeMemory.bytes();
      try (TrainableWeights adapter = backbone.parameters().newAdapter(LORA, 1)) {
        long own = NativeMemory.bytes() - before;
        assertTrue(own > 0);
        assertEquals(own, bytes(plan, "step long", "adapter"));
        assertEquals(own, bytes(plan, "step long", "moving average"));
        try (GradientBuffer gradients = new GradientBuffer(scope, adapter.parameters())) {
          long with = NativeMemory.bytes() - before - own;
          assertEquals(with, bytes(plan, "save", "gradients"), gradients.all().keySet().toString());
        }
      }
    }
  }

  @Test
  void optimizersAreCountedExactly() {
    List<Shape> shapes = List.of(new Shape(3, 5), new Shape(7), new Shape(2, 3, 1, 1));
    List<Shape> matrices = List.of(new Shape(3, 5), new Shape(8, 2));
    try (Backbone backbone = new FakeBackbone(FakeSettings.DEFAULT);
        NDManager scope = backbone.newScope()) {
      Map<String, NDArray> values = new LinkedHashMap<>();
      shapes.forEach(shape -> values.put("p" + values.size(), scope.zeros(shape)));
      long before = NativeMemory.bytes();
      FusedAdamW.Settings settings = new FusedAdamW.Settings(0.9, 0.95, 1e-8, 0);
      try (FusedAdamW adamW = new FusedAdamW(scope, settings, values)) {
        assertEquals(
            NativeMemory.bytes() - before,
            MemoryPlanner.moments(OptimizerName.ADAMW, shapes),
            adamW.state().keySet().toString());
      }
      values.clear();
      matrices.forEach(shape -> values.put("p" + values.size(), scope.zeros(shape)));
      before = NativeMemory.bytes();
      try (Muon muon = new Muon(scope, new Muon.Settings(0.9, 0), values)) {
        assertEquals(
            NativeMemory.bytes() - before,
            MemoryPlanner.moments(OptimizerName.MUON, matrices),
            muon.state().keySet().toString());
      }
    }
  }

  /** A backbone that declares nothing gets its weights and the word that more is not known. */
  @Test
  void silentBackboneIsPlannedByItsWeights() {
    MemoryPlan plan = plan(FakeRun.in(folder), HOST);
    try (Backbone backbone = new FakeBackbone(FakeSettings.DEFAULT)) {
      long weights =
          backbone.parameters().base().values().stream()
              .mapToLong(shape -> shape.size() * Float.BYTES)
              .sum();
      assertEquals(weights, bytes(plan, "step short", "denoiser"));
    }
    assertEquals(
        List.of(
            "activations of the denoiser: the backbone does not declare them",
            "activations of the codec: the backbone does not declare them"),
        plan.unknown());
    assertTrue(plan.fits());
    assertEquals(List.of(), plan.remedies());
  }

  @Test
  void memoryOfAHostIsOneAndThatOfACardIsNot() {
    FakeRun run = FakeRun.in(folder);
    MemoryPlan host = plan(run, HOST);
    MemoryPlan.Phase phase = host.largest();
    assertEquals(
        phase.bytes(Place.DEVICE) + phase.bytes(Place.HOST), host.bytes(phase, Place.DEVICE));
    assertEquals(host.bytes(phase, Place.HOST), host.bytes(phase, Place.DEVICE));
    MemoryPlan card = plan(run, HOST.withGpu(GIB));
    assertEquals(card.largest().bytes(Place.DEVICE), card.peak());
    assertTrue(card.fits());
    MemoryPlan small = plan(run, HOST.withGpu(card.peak() - 1));
    assertFalse(small.fits());
    assertTrue(plan(run, HOST.withGpu(card.peak())).fits());
  }

  @Test
  void jsonHasTheNumbers() throws IOException {
    MemoryPlan plan = plan(FakeRun.in(folder), HOST);
    JsonNode json = new ObjectMapper().readTree(plan.json());
    assertEquals(plan.peak(), json.path("peak_bytes").asLong());
    assertEquals(plan.fits(), json.path("fits").asBoolean());
    assertEquals(plan.phases().size(), json.path("phases").size());
    JsonNode first = json.path("phases").path(0);
    long sum = 0;
    for (JsonNode line : first.path("lines")) {
      sum += line.path("bytes").asLong();
    }
    assertEquals(first.path("device_bytes").asLong(), sum);
    assertTrue(sum > 0);
  }
}
