package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.objective.MicroBatch;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TokenPlace;
import org.sdvgen.testkit.FakeData;
import org.sdvgen.testkit.NativeMemory;

/** Batches of three pictures and of one video in turn, as the two tracks of a run give them. */
class AlternatingBatchesTest {
  private static final int STEPS = 120;
  private static final int PICTURES = 3;
  private static final float LEARNING_RATE = 0.05f;

  private final Objective identity =
      new IdentityObjective(
          new IdentitySettings(
              0.5,
              1,
              1.25,
              1,
              1.25,
              TokenPlace.BEFORE_SUBJECT,
              LatentSampling.SAMPLE,
              LatentSampling.SAMPLE));
  private final Objective motion =
      new MotionObjective(
          new MotionSettings(
              0.5,
              TokenDropSampling.BERNOULLI,
              1,
              ClipStart.RANDOM,
              LatentSampling.SAMPLE,
              LatentSampling.SAMPLE));

  @Test
  void lowersBothLosses() {
    try (Rig rig = Rig.seeded()) {
      double[] losses = new double[STEPS];
      for (int step = 0; step < STEPS; step++) {
        losses[step] = train(rig, step);
      }
      for (int track = 0; track < 2; track++) {
        double early = mean(losses, track, track + 40);
        double late = mean(losses, STEPS - 40 + track, STEPS);
        assertTrue(late < 0.9 * early, "loss of track " + track + ": " + early + " to " + late);
      }
    }
  }

  @Test
  void mixesSamplesWithAndWithoutReferenceAndPromptsOfAnyLength() {
    try (Rig rig = Rig.seeded()) {
      for (int step = 0; step < 40; step++) {
        train(rig, step);
      }
      assertEquals(
          List.of(
              "a <cls> chair at home",
              "a <cls> chair in the rain",
              "a <cls> chair on a hill by night"),
          rig.model.prompts.get(0));
      assertEquals(1, rig.model.prompts.get(1).size());
      assertTrue(
          rig.model.keeps.stream()
              .anyMatch(rows -> rows.stream().map(WatchedModel::count).distinct().count() > 1),
          "some batch has samples with and without a reference");
    }
  }

  @Test
  void tellsTheModelTheRateOfClipsOnly() {
    try (Rig rig = Rig.seeded()) {
      train(rig, 0);
      train(rig, 1);
      assertEquals(List.of(OptionalDouble.empty(), OptionalDouble.of(8)), rig.model.rates);
    }
  }

  @Test
  void leavesNoArrayBehind() {
    try (Rig rig = Rig.seeded()) {
      train(rig, 0);
      train(rig, 1);
      NativeMemory.assertNothingLeft(
          () -> {
            for (int step = 2; step < 8; step++) {
              train(rig, step);
            }
          });
    }
  }

  /** One step of plain gradient descent: pictures in even steps, a video in odd ones. */
  private double train(Rig rig, int step) {
    int turn = step / 2;
    MicroBatch batch =
        step % 2 == 0
            ? rig.batch(identity, FakeData::pair, PICTURES * turn, PICTURES * (turn + 1), step)
            : rig.batch(motion, FakeData::video, turn, turn + 1, step);
    Objective objective = step % 2 == 0 ? identity : motion;
    try (GradientBuffer gradients = rig.buffer()) {
      double loss = objective.step(batch, rig.model, gradients).loss();
      for (Parameter parameter : rig.weights.parameters()) {
        try (NDArray change = gradients.get(parameter.name()).mul(LEARNING_RATE)) {
          parameter.value().subi(change);
        }
      }
      return loss;
    }
  }

  /** Mean over every second step. */
  private static double mean(double[] losses, int from, int to) {
    double sum = 0;
    int count = 0;
    for (int step = from; step < to; step += 2) {
      sum += losses[step];
      count++;
    }
    return sum / count;
  }
}
