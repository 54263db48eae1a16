package org.sdvgen.testkit.asserting;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.testkit.FakeBackbone;
import org.sdvgen.testkit.FakeSettings;

class AssertingBackboneTest {
  private static final Shape VIDEO = new Shape(1, 4, 2, 2, 3);

  private final FakeBackbone fake = new FakeBackbone(FakeSettings.DEFAULT);
  private final AssertingBackbone backbone = new AssertingBackbone(fake);
  private final NDManager scope = fake.newScope();

  @AfterEach
  void close() {
    scope.close();
    fake.close();
  }

  private DenoiserInput input(NDArray latents, List<Reference> references) {
    return new DenoiserInput(
        latents,
        scope.create(new float[] {10}),
        fake.textEncoder().encode(scope, List.of("a chair")),
        references,
        OptionalDouble.empty());
  }

  private static void assertFails(String message, Executable action) {
    AssertionError e = assertThrows(AssertionError.class, action);
    assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
  }

  @Test
  void noticesLatentsThatAreNotFp32() {
    DenoiserInput input = input(scope.zeros(VIDEO, DataType.FLOAT64), List.of());
    assertFails("latents must be fp32", () -> backbone.denoiser().predict(input));
  }

  @Test
  void noticesAMisshapenKeepMask() {
    NDArray keep = scope.ones(new Shape(1, 5), DataType.UINT8);
    NDArray picture = scope.zeros(new Shape(1, 4, 1, 2, 3));
    Reference reference = new Reference(picture, keep, Optional.empty());
    DenoiserInput input = input(scope.zeros(VIDEO), List.of(reference));
    assertFails("a keep mask must be (1, 6)", () -> backbone.denoiser().predict(input));
  }

  @Test
  void noticesArraysThatAPredictionLeaves() {
    Denoiser careless =
        new Denoiser() {
          @Override
          public NDArray predict(DenoiserInput input) {
            return input.latents().add(1).mul(2);
          }

          @Override
          public Trace trace(DenoiserInput input, long dropoutSeed) {
            return fake.denoiser().trace(input, dropoutSeed);
          }

          @Override
          public int referenceTokens(int height, int width) {
            return height * width;
          }
        };
    DenoiserInput input = input(scope.zeros(VIDEO), List.of());
    assertFails(
        "predict may leave 1 arrays",
        () -> new AssertingDenoiser(careless, fake.spec(), new AtomicInteger()).predict(input));
  }

  @Test
  void noticesASecondBackward() {
    DenoiserInput input = input(scope.zeros(VIDEO), List.of());
    try (GradientBuffer gradients = new GradientBuffer(scope, List.of());
        Trace trace = backbone.denoiser().trace(input, 1)) {
      NDArray upstream = scope.zeros(VIDEO);
      trace.backward(upstream, gradients);
      assertFails("backward() may be called only once", () -> trace.backward(upstream, gradients));
    }
  }

  @Test
  void noticesTracesThatStayOpen() {
    backbone.denoiser().trace(input(scope.zeros(VIDEO), List.of()), 1);
    assertFails("1 traces were never closed", backbone::close);
  }

  @Test
  void noticesUseAfterTheEnd() {
    backbone.close();
    assertFails("used after it was closed", backbone::denoiser);
  }
}
