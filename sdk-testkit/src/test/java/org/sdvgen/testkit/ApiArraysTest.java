package org.sdvgen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.data.Fit;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.TrackShape;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.runtime.torch.Devices;

/** The parts of the contract that hold arrays, which need an engine to be tested. */
class ApiArraysTest {
  private final NDManager scope = Devices.newManager(Devices.cpu());

  @AfterEach
  void close() {
    scope.close();
  }

  private TextBundle text(float... rows) {
    return new TextBundle(Map.of("embeddings", scope.create(rows, new Shape(rows.length, 1))));
  }

  private static float[] values(TextBundle bundle) {
    return bundle.arrays().values().iterator().next().toFloatArray();
  }

  @Test
  void textBundlesAreJoinedAndCut() {
    TextBundle joined = text(1, 2).concat(text(3));
    assertEquals(3, joined.batchSize());
    assertArrayEquals(new float[] {1, 2, 3}, values(joined));
    assertArrayEquals(new float[] {2, 3}, values(joined.slice(1, 3)));
    TextBundle other = new TextBundle(Map.of("pooled", scope.zeros(new Shape(1, 1))));
    assertThrows(IllegalArgumentException.class, () -> joined.concat(other));
    assertThrows(IllegalArgumentException.class, () -> new TextBundle(Map.of()));
  }

  @Test
  void textBundlesChangeTheirOwner() {
    TextBundle bundle = text(1);
    try (NDManager other = scope.newSubManager()) {
      bundle.attach(other);
      bundle.arrays().values().forEach(array -> assertSame(other, array.getManager()));
    }
  }

  @Test
  void clipsAreStackedInOrder() {
    PixelClip first = new PixelClip(1, 2, 1, 1, new float[] {1, 2});
    PixelClip second = new PixelClip(1, 2, 1, 1, new float[] {3, 4});
    NDArray stacked = PixelClip.stack(List.of(first, second), scope);
    assertEquals(new Shape(2, 1, 2, 1, 1), stacked.getShape());
    assertArrayEquals(new float[] {1, 2, 3, 4}, stacked.toFloatArray());
    PixelClip wide = new PixelClip(1, 1, 1, 2, new float[] {5, 6});
    assertThrows(
        IllegalArgumentException.class, () -> PixelClip.stack(List.of(first, wide), scope));
  }

  @Test
  void distributionsAreSampled() {
    LatentDistribution posterior =
        new LatentDistribution(
            scope.create(new float[] {1, 2}), scope.create(new float[] {0.5f, 0}));
    NDArray noise = scope.create(new float[] {2, 2});
    assertArrayEquals(new float[] {2, 2}, posterior.sample(noise).toFloatArray());
    assertArrayEquals(new float[] {1, 2}, posterior.mode().toFloatArray());
  }

  @Test
  void gradientBuffersAddAndClear() {
    NDArray value = scope.zeros(new Shape(2));
    Parameter parameter = new Parameter("w", ParameterGroup.MLP, value);
    try (GradientBuffer buffer = new GradientBuffer(scope, List.of(parameter))) {
      NDArray gradient = scope.create(new float[] {1, -1});
      buffer.add("w", gradient);
      buffer.add("w", gradient);
      assertArrayEquals(new float[] {2, -2}, buffer.get("w").toFloatArray());
      buffer.clear();
      assertArrayEquals(new float[] {0, 0}, buffer.get("w").toFloatArray(), 0f);
      assertThrows(IllegalArgumentException.class, () -> buffer.add("v", gradient));
    }
  }

  @Test
  void denoiserInputsNeedOneBatchSize() {
    NDArray latents = scope.zeros(new Shape(2, 1, 1, 1, 1));
    NDArray one = scope.zeros(new Shape(1, 1, 1, 1, 1));
    NDArray times = scope.zeros(new Shape(2));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DenoiserInput(latents, times, text(1), List.of(), OptionalDouble.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new DenoiserInput(
                latents,
                times,
                text(1, 2),
                List.of(new Reference(one, null, Optional.empty())),
                OptionalDouble.empty()));
  }

  @Test
  void microBatchesDrawPerSample() {
    StepDraws draws = new StepDraws(Draws.seeded(), 1, 2, "train");
    Example first = new Example("a", 10, "p", Map.of());
    Example second = new Example("b", 11, "q", Map.of());
    TrackShape shape = new TrackShape(8, 8, 1, 8, Fit.COVER);
    MicroBatch both = new MicroBatch(List.of(first, second), shape, 1, 0, draws);
    MicroBatch alone = new MicroBatch(List.of(second), shape, 0.5, 1, draws);
    NDArray together = both.normals("noise", new Shape(2, 3), scope);
    NDArray single = alone.normals("noise", new Shape(1, 3), scope);
    TensorAssertions.assertSameBits(single, together.get("1:2"), "second sample");
    assertEquals(alone.uniforms("timestep")[0], both.uniforms("timestep")[1]);
    assertEquals(List.of("p", "q"), both.prompts());
  }
}
