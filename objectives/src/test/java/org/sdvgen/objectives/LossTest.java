package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.data.CaptionedVideo;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.data.Sample;
import org.sdvgen.api.data.SubjectPair;
import org.sdvgen.api.data.View;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TokenPlace;
import org.sdvgen.testkit.FakeSettings;

/**
 * Losses and gradients worked out by hand. All pixels of a picture are equal, the noise is 0.8
 * everywhere and the timestep a quarter of the way, so with {@code proj_in = a I}, {@code
 * reference_proj = b I} and all else zero every element of the prediction is a (0.75 x + 0.25 n) +
 * b r for the target's value x, the noise n and the reference's value r; its target is n - x.
 */
class LossTest {
  private static final double NOISE = 0.8;
  private static final double A = 0.5;
  private static final double B = -0.25;
  private static final double TARGET = 0.2;
  private static final double SOURCE = -0.6;
  private static final int CHANNELS = 4;
  private static final double DEVIATION = FakeSettings.DEFAULT.posteriorDeviation();
  private static final ReplayedDraws DRAWS =
      new ReplayedDraws(
          Map.of(
              DrawPurposes.NOISE, NOISE,
              DrawPurposes.TIMESTEP, 0.25,
              DrawPurposes.TARGET_POSTERIOR, 1.5,
              DrawPurposes.REFERENCE_POSTERIOR, -2.0));

  private static final SubjectPair PAIR =
      new SubjectPair("p", v -> flat(v, 1, SOURCE), v -> flat(v, 1, TARGET), "a cat", "cat");
  private static final CaptionedVideo VIDEO =
      new CaptionedVideo("v", r -> flat(r.view(), r.frames(), TARGET), "a cat runs");

  private static Objective identity(LatentSampling sampling) {
    return new IdentityObjective(
        new IdentitySettings(0, 1, 1.25, 1, 1.25, TokenPlace.BEFORE_SUBJECT, sampling, sampling));
  }

  private static Objective motion(LatentSampling sampling) {
    return new MotionObjective(
        new MotionSettings(
            0.5, TokenDropSampling.FIXED, 1, ClipStart.BEGINNING, sampling, sampling));
  }

  @Test
  void identityLossIsTheMeanSquaredError() {
    check(identity(LatentSampling.MODE), PAIR, TARGET, SOURCE);
  }

  @Test
  void motionLossIsTheMeanSquaredError() {
    // The reference is a frame of the clip, and a mean over kept tokens of one value is that value.
    check(motion(LatentSampling.MODE), VIDEO, TARGET, TARGET);
  }

  @Test
  void posteriorsAreSampledWithNoiseOfTheirOwn() {
    double target = TARGET + 1.5 * DEVIATION;
    check(identity(LatentSampling.SAMPLE), PAIR, target, SOURCE - 2 * DEVIATION);
    check(motion(LatentSampling.SAMPLE), VIDEO, target, TARGET - 2 * DEVIATION);
  }

  /** Checks a step whose latents of target and reference have these values. */
  private static void check(Objective objective, Sample sample, double target, double reference) {
    double noisy = 0.75 * target + 0.25 * NOISE;
    double error = A * noisy + B * reference - (NOISE - target);
    try (Rig rig = new Rig(DRAWS);
        GradientBuffer gradients = rig.buffer()) {
      setWeights(rig);
      MicroBatch batch = rig.batch(objective, position -> sample, 0, 2, 0);
      assertEquals(error * error, objective.step(batch, rig.model, gradients).loss(), 1e-6);
      assertAll(2 * error * noisy / CHANNELS, gradients.get("proj_in.weight").toFloatArray());
      assertAll(
          2 * error * reference / CHANNELS, gradients.get("reference_proj.weight").toFloatArray());
    }
  }

  private static void setWeights(Rig rig) {
    for (Parameter parameter : rig.weights.parameters()) {
      float[] values = new float[Math.toIntExact(parameter.value().size())];
      double diagonal =
          switch (parameter.name()) {
            case "proj_in.weight" -> A;
            case "reference_proj.weight" -> B;
            default -> 0;
          };
      for (int i = 0; diagonal != 0 && i < CHANNELS; i++) {
        values[i * CHANNELS + i] = (float) diagonal;
      }
      parameter.value().set(FloatBuffer.wrap(values));
    }
  }

  private static void assertAll(double expected, float[] actual) {
    for (float value : actual) {
      assertEquals(expected, value, 1e-6);
    }
  }

  private static PixelClip flat(View view, int frames, double value) {
    float[] values = new float[3 * frames * view.height() * view.width()];
    Arrays.fill(values, (float) value);
    return new PixelClip(3, frames, view.height(), view.width(), values);
  }
}
