package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Solver;
import org.sdvgen.api.backbone.SolverChoice;
import org.sdvgen.api.error.InputException;

/** The contract of a diffusion process. */
public interface NoiseProcessContract extends BackboneFixture {
  /** Timesteps grow with the uniform numbers that they are made from. */
  @Test
  default void timestepsGrowWithTheUniforms() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      NDArray timesteps =
          backbone.noiseProcess().timesteps(scope, new double[] {0, 0.3, 0.6, 0.9999});
      Contracts.assertPlain(timesteps, new long[] {4});
      float[] values = timesteps.toFloatArray();
      for (int i = 1; i < values.length; i++) {
        assertTrue(values[i - 1] < values[i], "timesteps must increase");
      }
    }
  }

  /** A corruption has the clean latents' shape and one weight per sample. */
  @Test
  default void corruptionKeepsTheShape() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Batch batch = Batch.of(scope, backbone, this);
      NDArray noise = Contracts.normals(scope, "noise", batch.latents().getShape());
      Corruption corruption =
          backbone.noiseProcess().corrupt(batch.latents(), noise, batch.timesteps());
      long[] shape = batch.latents().getShape().getShape();
      Contracts.assertPlain(corruption.noisy(), shape);
      Contracts.assertPlain(corruption.target(), shape);
      Contracts.assertPlain(corruption.weight(), new long[] {batch.size()});
    }
  }

  /** Every solver samples latents from noise in the requested number of steps. */
  @Test
  default void solversSampleInTheRequestedSteps() {
    try (Backbone backbone = newBackbone()) {
      NoiseProcess process = backbone.noiseProcess();
      assertFalse(process.solvers().isEmpty());
      for (String name : process.solvers()) {
        try (Solver solver = process.solver(new SolverChoice(name, 4));
            NDManager scope = backbone.newScope()) {
          Contracts.assertWalks(solver, scope, latentShape(backbone.spec()));
        }
      }
    }
  }

  /** An unknown solver is the user's error. */
  @Test
  default void refusesUnknownSolvers() {
    try (Backbone backbone = newBackbone()) {
      SolverChoice choice = new SolverChoice("no-such-solver", 4);
      InputException e =
          assertThrows(InputException.class, () -> backbone.noiseProcess().solver(choice));
      Contracts.assertNames(e, "no-such-solver");
    }
  }

  /** A shift changes the timesteps, or the process says that its schedule has none. */
  @Test
  default void shiftsTheScheduleOrRefusesTo() {
    try (Backbone backbone = newBackbone()) {
      NoiseProcess process = backbone.noiseProcess();
      for (String name : process.solvers()) {
        double[] little;
        double[] much;
        try (Solver weak = process.solver(shifted(name, 1.5));
            Solver strong = process.solver(shifted(name, 6))) {
          little = weak.timesteps();
          much = strong.timesteps();
        } catch (InputException e) {
          Contracts.assertNames(e, "flow_shift");
          continue;
        }
        for (int i = 1; i < 4; i++) {
          assertTrue(little[i] < much[i], name + ": a larger shift keeps latents noisy for longer");
        }
      }
    }
  }

  private static SolverChoice shifted(String name, double shift) {
    return new SolverChoice(Optional.of(name), 4, OptionalDouble.of(shift));
  }
}
